import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import {
  button,
  context,
  defineModal,
  limits,
  plain,
  row,
  safe,
  section,
} from '../../../platform/slack/index.ts';
import { answerText, MAX_PICTURES, MAX_TEXT } from '../domain/answers.ts';
import type { TicketDraft } from '../domain/outcome.ts';
import {
  type Answer,
  END,
  type ImagesQuestion,
  type Journey,
  type Picture,
  type Question,
} from '../domain/types.ts';
import { restAfter, successors, walk } from '../domain/walk.ts';
import { ids } from '../ids.ts';

/** One question in a modal; the answer's shape depends on the question, so the use case checks it. */
export const stepModal = defineModal({
  id: 'journeys.step',
  meta: z.object({ intakeId: z.string(), question: z.string() }),
  fields: z.object({ answer: z.unknown() }),
});

const noteModal = defineModal({ id: 'journeys.note', meta: z.null(), fields: z.object({}) });

export type StepContext = {
  intakeId: string;
  answers: Readonly<Record<string, Answer>>;
  /** What stood in the field when the person last left it. */
  typed: string | string[] | undefined;
  resumed: boolean;
  dryRun: boolean;
  accepted: readonly Picture[];
  problems: readonly string[];
  /** Other journeys the person may take instead; offered on the first question. */
  others: readonly { key: string; title: string }[];
};

/** One step of the walk: progress, the question, Back. */
export function stepView(journey: Journey, question: Question, shown: StepContext): ModalView {
  const { path } = walk(journey, shown.answers, question.id);
  const number = path.length + 1;
  const rest = restAfter(journey, question.id);
  const of = rest.least === rest.most ? 'of' : 'of at most';
  const isLast = successors(journey, question).every((target) => target === END);
  const first = path.length === 0;
  return stepModal.view({
    title: journey.title,
    submit: isLast ? 'Send' : 'Next',
    meta: { intakeId: shown.intakeId, question: question.id },
    blocks: [
      ...introOf(journey, shown, first),
      ...soFar(path, shown.answers),
      context(`Question ${number} ${of} ${number + rest.most}`),
      ...picturesOf(question, shown),
      inputOf(journey, question, shown),
      ...exampleOf(question),
      ...(first ? [] : [backButton(shown.intakeId)]),
    ],
  });
}

function introOf(
  { description }: Journey,
  { resumed, dryRun, others, intakeId }: StepContext,
  first: boolean,
): KnownBlock[] {
  const blocks: KnownBlock[] = [];
  if (first && description) blocks.push(section(safe(description, 600)));
  if (dryRun) blocks.push(context('Dry run: nothing is sent and no ticket is opened.'));
  if (resumed)
    blocks.push(
      section(
        'You go on where you left off. Your answers so far are kept.',
        button(ids.restart, 'Start over', intakeId),
      ),
    );
  if (first && others.length > 0)
    blocks.push(
      section('About something else?', {
        type: 'static_select',
        action_id: ids.switch,
        placeholder: plain('Another form', limits.placeholder),
        options: others.slice(0, 100).map(({ key, title }) => ({ text: plain(title), value: key })),
      }),
    );
  return blocks;
}

/** What was answered on the way, so that the next question is read as part of a talk. */
function soFar(path: readonly Question[], answers: StepContext['answers']): KnownBlock[] {
  const said = path.map((question) => safe(answerText(question, answers[question.id]), 60)).filter(Boolean);
  return said.length > 0 ? [context(`You said: ${said.slice(-8).join(' · ')}`)] : [];
}

function picturesOf(question: Question, { accepted, problems, intakeId }: StepContext): KnownBlock[] {
  if (question.kind !== 'images') return [];
  const blocks: KnownBlock[] = problems.map((problem) => section(`⚠️ ${safe(problem, 1000)}`));
  if (accepted.length > 0)
    blocks.push(
      section(
        `Received: ${safe(accepted.map(({ name }) => name).join(', '), 1000)}`,
        button(ids.replacePictures, 'Replace', intakeId),
      ),
    );
  return blocks;
}

function inputOf(journey: Journey, question: Question, shown: StepContext): InputBlock {
  return {
    type: 'input',
    block_id: `answer#${journey.questions.indexOf(question)}`,
    label: plain(question.ask, limits.inputLabel),
    optional: mayStayEmpty(question, shown),
    ...(question.help ? { hint: plain(question.help, limits.inputLabel) } : {}),
    element: elementOf(question, shown),
  };
}

/** Pictures that were accepted before are the answer, so no more need be added. */
function mayStayEmpty(question: Question, { accepted }: StepContext): boolean {
  return question.optional === true || (question.kind === 'images' && accepted.length > 0);
}

function elementOf(question: Question, shown: StepContext): InputBlock['element'] {
  const before = shown.typed ?? shown.answers[question.id];
  const action_id = 'answer';
  if (question.kind === 'images') return fileElement(question, shown.accepted.length);
  if (question.kind === 'text') return textElement(question, typeof before === 'string' ? before : '');
  const options = question.options.map(({ value, label, description }) => ({
    text: plain(label),
    value,
    ...(description ? { description: plain(description) } : {}),
  }));
  const chosen = new Set(typeof before === 'string' ? [before] : (before as string[] | undefined));
  const initial = options.filter(({ value }) => chosen.has(value));
  if (question.kind === 'single') {
    const initial_option = initial[0] ? { initial_option: initial[0] } : {};
    return options.length <= 10
      ? { type: 'radio_buttons', action_id, options, ...initial_option }
      : { type: 'static_select', action_id, options, ...initial_option };
  }
  const initial_options = initial.length > 0 ? { initial_options: initial } : {};
  return options.length <= 10
    ? { type: 'checkboxes', action_id, options, ...initial_options }
    : { type: 'multi_static_select', action_id, options, ...initial_options };
}

function textElement(question: Extract<Question, { kind: 'text' }>, before: string): InputBlock['element'] {
  const action_id = 'answer';
  const placeholder = question.example ? { placeholder: plain(question.example, limits.placeholder) } : {};
  const isNumber = Number.isFinite(Number(before));
  const initial_value = before && (question.format !== 'number' || isNumber) ? { initial_value: before } : {};
  if (question.format === 'date')
    return {
      type: 'datepicker',
      action_id,
      ...(/^\d{4}-\d{2}-\d{2}$/.test(before) ? { initial_date: before } : {}),
    };
  if (question.format === 'email')
    return { type: 'email_text_input', action_id, ...placeholder, ...initial_value };
  if (question.format === 'number')
    return { type: 'number_input', action_id, is_decimal_allowed: true, ...placeholder, ...initial_value };
  return {
    type: 'plain_text_input',
    action_id,
    multiline: question.lines === 'many',
    max_length: Math.min(question.maxLength ?? MAX_TEXT, MAX_TEXT),
    ...placeholder,
    ...initial_value,
  };
}

function fileElement(question: ImagesQuestion, received: number): InputBlock['element'] {
  return {
    type: 'file_input',
    action_id: 'answer',
    filetypes: ['jpg', 'jpeg', 'png'],
    max_files: Math.max(1, (question.maxFiles ?? MAX_PICTURES) - received),
  };
}

function exampleOf(question: Question): KnownBlock[] {
  if (!question.example || question.kind === 'text') return [];
  return [context(`For example: ${safe(question.example, 150)}`)];
}

const backButton = (intakeId: string): KnownBlock => row(button(ids.back, 'Back', intakeId));

/** Shown while pictures are looked at. */
export function checkingView(journey: Journey): ModalView {
  return noteModal.view({
    title: journey.title,
    close: 'Close',
    meta: null,
    blocks: [section('Checking pictures… This takes a few seconds. You can leave this open.')],
  });
}

/** The end of the walk. */
export function doneView(journey: Journey, number: number): ModalView {
  return noteModal.view({
    title: journey.title,
    close: 'Done',
    meta: null,
    blocks: [
      section(`🎫 We have your request *T-${number}*.`),
      section(
        'You get a message from the app now. Everything about this request is said in its thread; write there whenever you like.',
      ),
    ],
  });
}

/** The end of a dry run: what the ticket would be. */
export function dryRunView(journey: Journey, draft: TicketDraft): ModalView {
  const { subject, priority, category, skills, slaPolicy, fields, answers } = draft;
  const named = Object.entries(fields).filter(([, value]) => value !== '');
  return noteModal.view({
    title: journey.title,
    close: 'Close',
    meta: null,
    blocks: [
      section('*Dry run: no ticket was opened.* It would be:'),
      section(
        [
          `*Subject*: ${safe(subject, 400)}`,
          `*Priority*: ${priority}`,
          `*Category*: ${safe(category, 200)}`,
          `*Skills*: ${safe(skills.join(', '), 400) || 'none'}`,
          `*SLA policy*: ${safe(slaPolicy ?? '', 200) || 'the first that matches'}`,
        ].join('\n'),
      ),
      ...(named.length > 0
        ? [section(safe(named.map(([name, value]) => `${name}: ${value}`).join('\n'), limits.sectionText))]
        : []),
      ...answers.slice(0, 40).map(({ ask, text }) => section(`*${safe(ask, 300)}*\n${safe(text, 500)}`)),
    ],
  });
}
