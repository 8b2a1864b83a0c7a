import type { ModalView } from '@slack/types';
import { stringify } from 'yaml';
import { z } from 'zod';
import { defineModal, limits, plain } from '../../../platform/slack/index.ts';
import { optionsText } from '../domain/option-lines.ts';
import { isRules } from '../domain/rules.ts';
import type { Question } from '../domain/types.ts';
import { line, pieces } from './fields.ts';
import { type FormPlace, place } from './place.ts';

const KINDS = ['single', 'multi', 'text', 'images'] as const;
const text = z.string().default('');

/** `options` and `next` may go on in further fields (`pieces`). */
export const questionModal = defineModal({
  id: 'journeys.questionModal',
  meta: z.object({ ...place, replaces: z.string().nullable(), after: z.string().nullable() }),
  fields: z
    .object({
      id: z.string('Give it an id, for example: order_number'),
      ask: z.string('Write the question.'),
      kind: z.enum(KINDS, 'Choose a kind.'),
      help: text,
      example: text,
      optional: z.array(z.string()).default([]),
      more: text,
      place: z.coerce.number('Write the number of its place.').optional(),
    })
    .catchall(z.unknown()),
});

const KIND_LABELS: Record<(typeof KINDS)[number], string> = {
  single: 'One of several',
  multi: 'Any of several',
  text: 'Text, number, date or e-mail',
  images: 'Pictures',
};

const NEXT_HINT = '- when: { question: topic, equals: order }\n  use: order_number\n- default: end';
const MORE_HINT =
  'format: email | number | date, lines: many, minLength, maxLength, pattern, patternHint, maxFiles';

/** The form of one question; what has no field of its own is said in a few lines of YAML. */
export function questionView(
  where: FormPlace & { replaces: string | null; after: string | null },
  question: Question | null,
  number: number | null = null,
): ModalView {
  const kinds = KINDS.map((kind) => ({ text: plain(KIND_LABELS[kind]), value: kind }));
  const chosen = kinds.find(({ value }) => value === question?.kind);
  const optional = { text: plain('May be left out'), value: 'optional' };
  const options = question?.kind === 'single' || question?.kind === 'multi' ? question.options : [];
  return questionModal.view({
    title: question ? 'Edit question' : 'New question',
    submit: 'Save',
    meta: where,
    blocks: [
      line('ask', 'Question', question?.ask, { multiline: true, max: 2000 }),
      line('id', 'Id, by which rules name it', question?.id, {
        max: 40,
        ...(question ? { hint: 'When you change it, rules and templates follow.' } : {}),
      }),
      {
        type: 'input',
        block_id: 'kind',
        label: plain('Kind of answer', limits.inputLabel),
        element: {
          type: 'static_select',
          action_id: 'value',
          options: kinds,
          ...(chosen ? { initial_option: chosen } : {}),
        },
      },
      ...pieces('options', 'Options, one a line: value | label | description', optionsText(options), {
        empty: true,
      }),
      ...pieces('next', 'What follows (YAML): an id, or rules', nextText(question), {
        empty: true,
        hint: NEXT_HINT,
      }),
      line('help', 'Help under the field', question?.help, { multiline: true, empty: true, max: 2000 }),
      line('example', 'Example of a good answer', question?.example, { empty: true, max: 150 }),
      line('more', 'Limits (YAML)', moreText(question), { multiline: true, empty: true, hint: MORE_HINT }),
      {
        type: 'input',
        block_id: 'optional',
        optional: true,
        label: plain('May it be left out', limits.inputLabel),
        element: {
          type: 'checkboxes',
          action_id: 'value',
          options: [optional],
          ...(question?.optional ? { initial_options: [optional] } : {}),
        },
      },
      ...(number === null
        ? []
        : [line('place', 'Place in the list', String(number), { empty: true, max: 3 })]),
    ],
  });
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
