import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import {
  context,
  dateToken,
  defineModal,
  plain,
  type SubmittedFile,
  safe,
  section,
} from '../../../platform/slack/index.ts';
import type { ParsedText } from '../domain/parse.ts';
import { ids } from '../ids.ts';
import type { NamedRecords } from '../model.ts';
import { recordFields, recordInputs, text } from './inputs.ts';

/** The ways to log: pasted text, a text file, or a form. */
const ways = { paste: 'Paste text', file: 'Text file', form: 'Fill in a form' } as const;
export type Way = keyof typeof ways;
const wayNames = Object.keys(ways) as [Way, ...Way[]];

/** Pasted text or a file. */
export const textModal = defineModal({
  id: 'sessions.text',
  meta: z.null(),
  fields: z.object({
    text: z.string().optional(),
    files: z.custom<SubmittedFile[]>((value) => Array.isArray(value)).optional(),
  }),
});

/** One record by form. */
export const formModal = defineModal({ id: 'sessions.form', meta: z.null(), fields: z.object(recordFields) });

/** `/session log`, in the way chosen. */
export function logView(way: Way): ModalView {
  const common = { title: 'Log sessions', submit: 'Save', meta: null };
  if (way === 'form') return formModal.view({ ...common, blocks: [wayMenu(way), ...recordInputs()] });
  const input =
    way === 'paste'
      ? text('text', 'Records', undefined, { multiline: true, placeholder: exampleLines[0] })
      : file;
  return textModal.view({
    ...common,
    blocks: [
      wayMenu(way),
      input,
      context('Each record begins with its `Customer:` line. Time and observation may be left out.'),
      section(`\`\`\`${example}\`\`\``),
    ],
  });
}

const exampleLines = [
  'Customer: mediconas.cz [15 mins]',
  'Region: EU',
  'Sessions: 5',
  'Source: FB Pages',
  'Destination: BQ',
  'Observation: All well.',
] as const;
const example = exampleLines.join('\n');

const file: KnownBlock = {
  type: 'input',
  block_id: 'files',
  label: plain('Text file'),
  element: { type: 'file_input', action_id: 'value', filetypes: ['txt'], max_files: 1 },
};

function wayMenu(way: Way): KnownBlock {
  const options = wayNames.map((value) => ({ text: plain(ways[value]), value }));
  const chosen = options.find(({ value }) => value === way);
  return {
    type: 'actions',
    block_id: 'way',
    elements: [
      {
        type: 'static_select',
        action_id: ids.pickWay,
        options,
        ...(chosen ? { initial_option: chosen } : {}),
      },
    ],
  };
}

/** What is to be said before records of a text are stored. */
export const confirmModal = defineModal({
  id: 'sessions.confirm',
  meta: z.object({ intake: z.string() }),
  fields: z.object({ duplicates: z.enum(['keep', 'replace', 'skip']).default('keep') }),
});

const mostShown = 10;
/** Their lines are longer. */
const mostEarlier = 8;

/** Bad records with line and reason, customers on file with their earlier record, and one choice for them. */
export function confirmView(intake: string, { good, bad }: ParsedText, earlier: NamedRecords): ModalView {
  const faults = bad.slice(0, mostShown).map(({ line, reason }) => `• Line ${line}: ${safe(reason, 300)}`);
  const rest = bad.length - mostShown;
  return confirmModal.view({
    title: 'Log sessions',
    ...(good.length > 0 ? { submit: 'Save' } : {}),
    close: 'Back',
    meta: { intake },
    blocks: [
      ...(bad.length > 0
        ? [
            section(
              [
                `*${count(bad.length, 'record')} cannot be used*`,
                ...faults,
                ...(rest > 0 ? [`and ${rest} more`] : []),
              ].join('\n'),
            ),
          ]
        : []),
      section(
        good.length > 0
          ? `*${count(good.length, 'record')}* will be saved.`
          : 'Nothing can be saved. Go back and correct the text.',
      ),
      ...(good.length > 0 && earlier.records.length > 0 ? duplicateBlocks(earlier) : []),
    ],
  });
}

function duplicateBlocks({ records, names }: NamedRecords): KnownBlock[] {
  const lines = records
    .slice(0, mostEarlier)
    .map(
      (one) =>
        `• ${safe(one.customer, 80)}: ${count(one.sessions, 'session')}, ${safe(one.region, 40)}, ${safe(one.source, 40)} → ${safe(one.destination, 40)}, by ${safe(names.get(one.by) ?? one.by, 40)}, ${dateToken(one.at)}`,
    );
  const rest = records.length - lines.length;
  const options = [
    { text: plain('Keep both'), value: 'keep' },
    { text: plain('Replace the earlier record'), value: 'replace' },
    { text: plain('Skip the new record'), value: 'skip' },
  ];
  return [
    section(
      [
        `*${count(records.length, 'customer')} on file already*`,
        ...lines,
        ...(rest > 0 ? [`and ${rest} more`] : []),
      ].join('\n'),
    ),
    {
      type: 'input',
      block_id: 'duplicates',
      label: plain('For all of these'),
      element: {
        type: 'radio_buttons',
        action_id: 'value',
        options,
        initial_option: { text: plain('Keep both'), value: 'keep' },
      },
    },
  ];
}

const done = defineModal({ id: 'sessions.done', meta: z.null(), fields: z.object({}) });

/** After saving. */
export function doneView({
  saved,
  replaced,
  skipped,
}: {
  saved: number;
  replaced: number;
  skipped: number;
}): ModalView {
  const parts = [
    `✅ ${count(saved, 'record')} saved`,
    ...(replaced > 0 ? [`${replaced} replaced`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  return done.view({
    title: 'Log sessions',
    close: 'Done',
    clearOnClose: true,
    meta: null,
    blocks: [
      section(`${parts.join(', ')}.`),
      context('`/session report` lists them, `/session insights` adds them up.'),
    ],
  });
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
