import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { stringify } from 'yaml';
import { z } from 'zod';
import { context, defineModal, plain, safe, section } from '../../../platform/slack/index.ts';
import { isRules } from '../domain/rules.ts';
import type { Journey, Option, Question } from '../domain/types.ts';
import type { JourneyVersion } from '../model.ts';

/** Where a form was opened from: the draft as its editor saw it, and the editor's view to draw again. */
const place = { key: z.string(), rev: z.number(), page: z.number(), editor: z.string() };
export type FormPlace = { key: string; rev: number; page: number; editor: string };

const KINDS = ['single', 'multi', 'text', 'images'] as const;
const text = z.string().default('');

export const questionModal = defineModal({
  id: 'journeys.questionModal',
  meta: z.object({ ...place, replaces: z.string().nullable(), after: z.string().nullable() }),
  fields: z.object({
    id: z.string('Give it an id, for example: order_number'),
    ask: z.string('Write the question.'),
    kind: z.enum(KINDS, 'Choose a kind.'),
    options: text,
    help: text,
    example: text,
    optional: z.array(z.string()).default([]),
    more: text,
    next: text,
  }),
});
export const outcomeModal = defineModal({
  id: 'journeys.outcomeModal',
  meta: z.object(place),
  fields: z.object({ yaml: z.string('Write the outcome.') }),
});
export const titleModal = defineModal({
  id: 'journeys.titleModal',
  meta: z.object(place),
  fields: z.object({
    title: z.string('Write a title.').max(24, 'Write 24 characters at the most.'),
    description: text,
  }),
});
export const createModal = defineModal({
  id: 'journeys.createModal',
  meta: z.null(),
  fields: z.object({
    key: z
      .string('Give it a key.')
      .regex(/^[a-z][a-z0-9-]{0,39}$/, 'Use small letters, digits and -, for example: it-access'),
    title: z.string('Write a title.').max(24, 'Write 24 characters at the most.'),
  }),
});
export const reviewModal = defineModal({
  id: 'journeys.reviewModal',
  meta: z.object(place),
  fields: z.object({}),
});
export const rollbackModal = defineModal({
  id: 'journeys.rollbackModal',
  meta: z.object({ key: z.string() }),
  fields: z.object({ version: z.coerce.number('Choose a version.') }),
});

const KIND_LABELS: Record<(typeof KINDS)[number], string> = {
  single: 'One of several',
  multi: 'Any of several',
  text: 'Text, number, date or e-mail',
  images: 'Pictures',
};

/** The form of one question; what has no field of its own is said in a few lines of YAML. */
export function questionView(
  where: FormPlace & { replaces: string | null; after: string | null },
  question: Question | null,
): ModalView {
  const kinds = KINDS.map((kind) => ({ text: plain(KIND_LABELS[kind]), value: kind }));
  const chosen = kinds.find(({ value }) => value === question?.kind);
  const optional = { text: plain('May be left out'), value: 'optional' };
  return questionModal.view({
    title: question ? 'Edit question' : 'New question',
    submit: 'Save',
    meta: where,
    blocks: [
      line('ask', 'Question', question?.ask, { multiline: true, max: 2000 }),
      line('id', 'Id, by which rules name it', question?.id, { max: 40 }),
      {
        type: 'input',
        block_id: 'kind',
        label: plain('Kind of answer', 2000),
        element: {
          type: 'static_select',
          action_id: 'value',
          options: kinds,
          ...(chosen ? { initial_option: chosen } : {}),
        },
      },
      line('options', 'Options, one a line: value | label | description', optionsText(question), {
        multiline: true,
        empty: true,
      }),
      line('next', 'What follows (YAML): an id, or rules', nextText(question), {
        multiline: true,
        empty: true,
        hint: '- when: { question: topic, equals: order }\n  use: order_number\n- default: end',
      }),
      line('help', 'Help under the field', question?.help, { multiline: true, empty: true, max: 2000 }),
      line('example', 'Example of a good answer', question?.example, { empty: true, max: 150 }),
      line('more', 'Limits (YAML)', moreText(question), {
        multiline: true,
        empty: true,
        hint: 'format: email | number | date, lines: many, minLength, maxLength, pattern, patternHint, maxFiles',
      }),
      {
        type: 'input',
        block_id: 'optional',
        optional: true,
        label: plain('May it be left out', 2000),
        element: {
          type: 'checkboxes',
          action_id: 'value',
          options: [optional],
          ...(question?.optional ? { initial_options: [optional] } : {}),
        },
      },
    ],
  });
}

/** Reads the option lines back: `value | label | description`. */
export function optionsOf(lines: string): Option[] {
  return lines
    .split('\n')
    .map((one) => one.split('|').map((part) => part.trim()))
    .filter(([value]) => value)
    .map(([value = '', label, description]) => ({
      value,
      label: label || value,
      ...(description ? { description } : {}),
    }));
}

function optionsText(question: Question | null): string {
  if (!question || (question.kind !== 'single' && question.kind !== 'multi')) return '';
  return question.options
    .map(({ value, label, description }) =>
      description ? `${value} | ${label} | ${description}` : label === value ? value : `${value} | ${label}`,
    )
    .join('\n');
}

function nextText(question: Question | null): string {
  if (question?.next === undefined) return '';
  return isRules(question.next) ? stringify(question.next) : question.next;
}

function moreText(question: Question | null): string {
  if (!question) return '';
  const { id: _i, ask: _a, kind: _k, help: _h, example: _e, optional: _o, next: _n, ...rest } = question;
  const { options: _, ...more } = rest as Record<string, unknown>;
  return Object.keys(more).length > 0 ? stringify(more) : '';
}

export function outcomeView(where: FormPlace, { outcome }: Journey): ModalView {
  return outcomeModal.view({
    title: 'Outcome',
    submit: 'Save',
    meta: where,
    blocks: [
      context('What becomes of the answers. {{question_id}} stands for an answer.'),
      line('yaml', 'subject, priority, category, skills, slaPolicy, fields (YAML)', stringify(outcome), {
        multiline: true,
      }),
    ],
  });
}

export function titleView(where: FormPlace, { title, description }: Journey): ModalView {
  return titleModal.view({
    title: 'Title',
    submit: 'Save',
    meta: where,
    blocks: [
      line('title', 'Title', title, { max: 24 }),
      line('description', 'Description', description, { empty: true, max: 300 }),
    ],
  });
}

export function createView(): ModalView {
  return createModal.view({
    title: 'New journey',
    submit: 'Create',
    meta: null,
    blocks: [
      line('title', 'Title', '', { max: 24 }),
      line('key', 'Key, for example it-access', '', { max: 40 }),
    ],
  });
}

/** What would change, or what stands in the way. */
export function reviewView(
  where: FormPlace,
  { problems, changes }: { problems: string[]; changes: string[] },
): ModalView {
  const list = (items: string[]): KnownBlock[] =>
    chunks(items).map((lines) => section(lines.map((one) => `• ${safe(one, 400)}`).join('\n')));
  if (problems.length > 0)
    return reviewModal.view({
      title: 'Not ready yet',
      close: 'Back',
      meta: where,
      blocks: [section('*This must be mended before it can be published:*'), ...list(problems.slice(0, 100))],
    });
  return reviewModal.view({
    title: 'Publish',
    ...(changes.length > 0 ? { submit: 'Publish' } : {}),
    close: 'Back',
    meta: where,
    blocks:
      changes.length > 0
        ? [
            section('*This changes against the active version:*'),
            ...list(changes.slice(0, 100)),
            context('Those on their way through the active version finish it.'),
          ]
        : [section('Nothing differs from the active version.')],
  });
}

function chunks(items: string[]): string[][] {
  return Array.from({ length: Math.ceil(items.length / 6) }, (_, index) =>
    items.slice(index * 6, index * 6 + 6),
  );
}

export function rollbackView(
  key: string,
  versions: readonly JourneyVersion[],
  active: number | null,
): ModalView {
  const options = versions.slice(0, 100).map(({ version, at }) => ({
    text: plain(
      `Version ${version} of ${at.toISOString().slice(0, 10)}${version === active ? ' (active)' : ''}`,
    ),
    value: String(version),
  }));
  return rollbackModal.view({
    title: 'Versions',
    submit: 'Activate',
    meta: { key },
    blocks: [
      {
        type: 'input',
        block_id: 'version',
        label: plain('Which version is to be active', 2000),
        element: { type: 'static_select', action_id: 'value', options },
      },
    ],
  });
}

type LineOptions = { multiline?: boolean; empty?: boolean; max?: number; hint?: string };

function line(
  blockId: string,
  label: string,
  initial = '',
  { multiline = false, empty = false, max = 3000, hint }: LineOptions = {},
): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    optional: empty,
    label: plain(label, 2000),
    ...(hint ? { hint: plain(hint, 2000) } : {}),
    element: {
      type: 'plain_text_input',
      action_id: 'value',
      multiline,
      max_length: max,
      ...(initial ? { initial_value: initial.slice(0, max) } : {}),
    },
  };
}
