import type { Button, KnownBlock } from '@slack/types';
import { context, plain, safe, section } from '../../../platform/slack/index.ts';
import type { Preview } from '../domain/preview.ts';
import { ids } from '../ids.ts';
import type { ImportFields } from '../model.ts';

type Shown = ImportFields;

const mostFaults = 15;
const encodings = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
  'windows-1252': 'Windows-1252',
};
const separatorNames = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' };

/** The one message of an import: progress, preview, outcome, each with what can be done next. */
export function importMessage(shown: Shown): { text: string; blocks: KnownBlock[] } {
  const headline = headlineOf(shown);
  return {
    text: headline,
    blocks: [
      section(headline),
      ...(shown.preview && shown.state !== 'undone' && shown.state !== 'cancelled'
        ? previewBlocks(shown, shown.preview)
        : []),
      ...buttonsOf(shown),
    ],
  };
}

function headlineOf({ state, fileName, written, preview, fault, asks }: Shown): string {
  const file = `*${safe(fileName, 100)}*`;
  const count = (number: number) => number.toLocaleString('en-GB');
  const far = written > 0 ? ` ${count(written)} rows so far.` : '';
  switch (state) {
    case 'reading':
      return `⏳ Reading ${file}.${far} Nothing is changed yet.`;
    case 'asking':
      return `${file} has no column for the ${asks.join(' and no column for the ')}. Say which ${asks.join(' and ')} all its rows are of. Nothing is changed yet.`;
    case 'ready':
      return preview && preview.fresh + preview.changed > 0
        ? `${file} is read. Apply it?`
        : `${file} is read. There is nothing to change.`;
    case 'applying':
      return `⏳ Importing ${file}.${far}`;
    case 'applied':
      return fault ? `⚠️ ${file}: ${fault}` : `✅ ${file} is imported.`;
    case 'undoing':
      return `⏳ Taking ${file} back.${far}`;
    case 'undone':
      return `${file} was taken back. The figures are as before.`;
    case 'cancelled':
      return `${file} was not imported. Nothing was changed.`;
    case 'failed':
      return `${file} cannot be imported. ${fault ?? ''}`;
  }
}

function previewBlocks({ form }: Shown, preview: Preview): KnownBlock[] {
  const { rows, fresh, changed, same, bad, from, to } = preview;
  const count = (number: number) => number.toLocaleString('en-GB');
  const span = from && to ? `, ${from} to ${to}` : '';
  const read = form
    ? [
        `Read as ${encodings[form.encoding]}`,
        `separated by ${separatorNames[form.separator]}`,
        `decimal ${form.decimalComma ? 'comma' : 'point'}`,
        ...(form.percentSigns ? ['percent signs'] : []),
        ...(preview.dateForms.length > 0 ? [`dates with ${preview.dateForms.join(' or ')}`] : []),
      ].join(', ')
    : '';
  const faults = preview.examples
    .slice(0, mostFaults)
    .map(({ line, reason }) => `• Line ${line} ${safe(reason, 200)}`);
  const more = bad - faults.length;
  const others = preview.unknown - preview.unknownNames.length;
  return [
    section(
      `${count(rows)} ${rows === 1 ? 'row' : 'rows'}${span}: *${count(fresh)}* new · *${count(changed)}* changed · *${count(same)}* same · *${count(bad)}* bad`,
    ),
    ...(faults.length > 0
      ? [
          section(
            ['*Bad rows are left out*', ...faults, ...(more > 0 ? [`and ${count(more)} more`] : [])].join(
              '\n',
            ),
          ),
        ]
      : []),
    ...(preview.unknownNames.length > 0
      ? [
          section(
            `*Names nobody here has*: ${preview.unknownNames.map((name) => safe(name, 60)).join(', ')}${others > 0 ? ` and ${count(others)} more` : ''}. A name stays a name unless you say who is meant.`,
          ),
        ]
      : []),
    context(
      ...[read, listOf('Not in the file', preview.missing), listOf('Not used', preview.ignored)].filter(
        (line) => line !== '',
      ),
    ),
  ];
}

function listOf(title: string, names: readonly string[]): string {
  return names.length > 0 ? `${title}: ${names.map((name) => safe(name, 60)).join(', ')}` : '';
}

function buttonsOf({ _id, state, preview }: Shown): KnownBlock[] {
  const button = (id: string, text: string, style?: 'primary' | 'danger'): Button => ({
    type: 'button',
    action_id: id,
    text: plain(text),
    value: _id,
    ...(style ? { style } : {}),
  });
  if (state === 'reading') return [{ type: 'actions', elements: [button(ids.cancel, 'Cancel')] }];
  if (state === 'asking')
    return [
      { type: 'actions', elements: [button(ids.keys, 'Answer', 'primary'), button(ids.cancel, 'Cancel')] },
    ];
  if (state === 'ready') {
    const changes = preview !== null && preview.fresh + preview.changed > 0;
    const names = preview !== null && preview.unknownNames.length > 0;
    return [
      {
        type: 'actions',
        elements: [
          ...(changes ? [button(ids.apply, 'Apply', 'primary')] : []),
          ...(names ? [button(ids.names, 'Say who they are')] : []),
          button(ids.cancel, 'Cancel'),
        ],
      },
    ];
  }
  if (state !== 'applied') return [];
  const confirm = {
    title: plain('Take the import back?'),
    text: plain('Every value it brought is replaced by what was there before.', 300),
    confirm: plain('Take back'),
    deny: plain('Keep'),
    style: 'danger' as const,
  };
  return [{ type: 'actions', elements: [{ ...button(ids.undo, 'Take back', 'danger'), confirm }] }];
}
