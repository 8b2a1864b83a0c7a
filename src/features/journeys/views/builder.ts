import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { context, defineModal, plain, safe, section } from '../../../platform/slack/index.ts';
import { answerText } from '../domain/answers.ts';
import { isRules } from '../domain/rules.ts';
import type { Question } from '../domain/types.ts';
import { ids, JOURNEY_MENU, type JourneyMenu, QUESTION_MENU, type QuestionMenu } from '../ids.ts';
import type { JourneyHead } from '../model.ts';
import type { JourneyDraft } from '../service/drafts.ts';
import type { JourneyFigures } from '../service/figures.ts';

/** Questions on one page of the editor (docs/rules/journeys.md). */
const PAGE = 10;

const listModal = defineModal({ id: 'journeys.list', meta: z.null(), fields: z.object({}) });
export const editorModal = defineModal({
  id: 'journeys.editor',
  meta: z.object({ key: z.string(), rev: z.number(), page: z.number() }),
  fields: z.object({}),
});

export type ListedJourney = {
  key: string;
  title: string;
  head: JourneyHead | null;
  draft: boolean;
  figures: JourneyFigures | null;
};

const JOURNEY_LABELS: Record<JourneyMenu, string> = {
  rollback: 'Versions and roll back',
  export: 'Export as a file',
  discard: 'Throw the draft away',
  archive: 'Archive',
};

/** All journeys, with how they do. */
export function journeysView(journeys: readonly ListedJourney[]): ModalView {
  return listModal.view({
    title: 'Journeys',
    close: 'Close',
    meta: null,
    blocks: [
      {
        type: 'actions',
        elements: [{ type: 'button', action_id: ids.create, text: plain('New journey'), value: 'new' }],
      },
      context('A whole journey as a YAML file? Drop it in the app’s messages.'),
      ...journeys.slice(0, 30).flatMap(journeyBlocks),
    ],
  });
}

function journeyBlocks({ key, title, head, draft, figures }: ListedJourney): KnownBlock[] {
  const state = head?.active ? `version ${head.active} active` : head ? 'archived' : 'never published';
  return [
    {
      type: 'section',
      text: {
        type: 'mrkdwn',
        text: `*${safe(title, 100)}*  \`${key}\`\n${state}${draft ? ' · a draft is being edited' : ''}`,
        verbatim: true,
      },
      accessory: {
        type: 'overflow',
        action_id: ids.listMore,
        options: JOURNEY_MENU.map((entry) => ({
          text: plain(JOURNEY_LABELS[entry]),
          value: `${entry}:${key}`,
        })),
      },
    },
    {
      type: 'actions',
      elements: [{ type: 'button', action_id: ids.edit, text: plain('Edit'), value: key }],
    },
    context(figuresText(figures)),
  ];
}

/** How a journey does, in one line. */
function figuresText(figures: JourneyFigures | null): string {
  if (!figures || figures.started === 0) return 'Last 30 days: nobody started it.';
  const { started, finished, medianMinutes, givenUpAt } = figures;
  const [worst] = givenUpAt;
  const time = medianMinutes === null ? '' : ` · median ${Math.max(1, Math.round(medianMinutes))} min`;
  return `Last 30 days: ${started} started · ${finished} finished${time}${worst ? ` · most given up at ${safe(worst.question, 40)} (${worst.count})` : ''}`;
}

/** A journey's questions, ten on a page, and everything that can be done with it. */
export function editorView(draft: JourneyDraft, wanted: number, note = ''): ModalView {
  const { key, definition, rev, lastChange, changedBy } = draft;
  const pages = Math.max(1, Math.ceil(definition.questions.length / PAGE));
  const page = Math.min(Math.max(wanted, 0), pages - 1);
  const questions = definition.questions.slice(page * PAGE, (page + 1) * PAGE);
  const by = changedBy === 'desk' ? 'the desk' : `<@${changedBy}>`;
  return editorModal.view({
    title: 'Edit journey',
    close: 'Back',
    meta: { key, rev, page },
    blocks: [
      section(`*${safe(definition.title, 100)}*  \`${key}\`  · ${definition.questions.length} questions`),
      context(note || `Last change: ${by} ${safe(lastChange, 100)}`),
      {
        type: 'actions',
        elements: [
          button(ids.addQuestion, 'Add question', ''),
          button(ids.outcome, 'Outcome', key),
          button(ids.titleOf, 'Title', key),
          button(ids.dryRun, 'Dry run', key),
          { ...button(ids.review, 'Check and publish', key), style: 'primary' },
        ],
      },
      ...questions.map((question, index) => questionBlock(question, page * PAGE + index + 1)),
      ...turnBlocks(page, pages),
    ],
  });
}

const QUESTION_LABELS: Record<QuestionMenu, string> = {
  edit: 'Edit',
  up: 'Move up',
  down: 'Move down',
  below: 'Add one below',
  remove: 'Remove',
};

function questionBlock(question: Question, number: number): KnownBlock {
  return {
    type: 'section',
    text: {
      type: 'mrkdwn',
      text: `${number}. *${safe(question.ask, 300)}*\n\`${question.id}\` · ${kindText(question)} · ${nextText(question)}`,
      verbatim: true,
    },
    accessory: {
      type: 'overflow',
      action_id: ids.questionMenu,
      options: QUESTION_MENU.map((entry) => ({
        text: plain(QUESTION_LABELS[entry]),
        value: `${entry}:${question.id}`,
      })),
    },
  };
}

function kindText(question: Question): string {
  if (question.kind === 'images') return 'pictures';
  if (question.kind === 'text')
    return question.format && question.format !== 'plain' ? question.format : 'text';
  const shown = question.options.slice(0, 3).map(({ value }) => safe(answerText(question, value), 40));
  const rest = question.options.length - shown.length;
  return `${question.kind === 'single' ? 'one of' : 'any of'} ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function nextText({ next }: Question): string {
  if (next === undefined) return 'then the next';
  if (!isRules(next)) return `then \`${next}\``;
  return `${next.length - 1} rules`;
}

function turnBlocks(page: number, pages: number): KnownBlock[] {
  const elements = [
    ...(page > 0 ? [button(ids.newer, 'Previous questions', String(page - 1))] : []),
    ...(page < pages - 1 ? [button(ids.older, 'More questions', String(page + 1))] : []),
  ];
  return elements.length > 0 ? [{ type: 'actions', elements }] : [];
}

function button(action_id: string, label: string, value: string) {
  return { type: 'button' as const, action_id, text: plain(label), ...(value ? { value } : {}) };
}
