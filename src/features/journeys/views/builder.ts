import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { button, context, defineModal, plain, row, safe, section } from '../../../platform/slack/index.ts';
import { answerText } from '../domain/answers.ts';
import { isRules, possibleValues } from '../domain/rules.ts';
import { END, type Question } from '../domain/types.ts';
import { ids, QUESTION_MENU, type QuestionMenu } from '../ids.ts';
import type { JourneyDraft } from '../model.ts';

/** Questions on one page of the editor (docs/rules/journeys.md). */
const PAGE = 10;

export const editorModal = defineModal({
  id: 'journeys.editor',
  meta: z.object({ key: z.string(), rev: z.number(), baseRev: z.number(), page: z.number() }),
  fields: z.object({}),
});

/**
 * A journey's questions, ten on a page, and everything that can be done with it.
 * @param by the name of who changed it last
 */
export function editorView(draft: JourneyDraft, by: string, wanted: number, note = ''): ModalView {
  const { key, definition, rev, baseRev, lastChange, before } = draft;
  const pages = Math.max(1, Math.ceil(definition.questions.length / PAGE));
  const page = Math.min(Math.max(wanted, 0), pages - 1);
  const questions = definition.questions.slice(page * PAGE, (page + 1) * PAGE);
  const count = definition.questions.length;
  const state = rev === 0 ? 'as it is active' : 'a draft: customers see it when you publish it';
  return editorModal.view({
    title: 'Edit journey',
    close: 'Back',
    meta: { key, rev, baseRev, page },
    blocks: [
      section(
        `*${safe(definition.title, 100)}*  \`${key}\`  · ${count} ${count === 1 ? 'question' : 'questions'} · ${state}`,
      ),
      ...(note ? [section(note)] : []),
      context(`Last change: ${safe(by, 80)} ${safe(lastChange, 100)}`),
      row(
        button(ids.addQuestion, 'Add question'),
        button(ids.outcome, 'Outcome', key),
        button(ids.titleOf, 'Title', key),
        button(ids.dryRun, 'Dry run', key),
        button(ids.review, 'Check and publish', key, 'primary'),
        ...(before ? [button(ids.undo, 'Undo last change', key)] : []),
      ),
      ...(count === 0
        ? [section('No question yet. *Add question* begins; the first one is asked first.')]
        : []),
      ...questions.map((question, index) => questionBlock(question, page * PAGE + index + 1)),
      ...(pages > 1 ? [context(`Page ${page + 1} of ${pages}`)] : []),
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
  if (!isRules(next)) return next === END ? 'then the end' : `then \`${next}\``;
  const targets = [...new Set(possibleValues(next))].map((target) =>
    target === END ? 'the end' : `\`${target}\``,
  );
  return `by rules ${targets.slice(0, 4).join(', ')}${targets.length > 4 ? ' …' : ''}`;
}

function turnBlocks(page: number, pages: number): KnownBlock[] {
  const elements = [
    ...(page > 0 ? [button(ids.newer, 'Previous questions', String(page - 1))] : []),
    ...(page < pages - 1 ? [button(ids.older, 'More questions', String(page + 1))] : []),
  ];
  return elements.length > 0 ? [row(...elements)] : [];
}
