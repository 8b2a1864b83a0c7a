import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { context, defineModal, plain, section } from '../../../platform/slack/index.ts';
import { type DatasetName, datasets, type FormatName, formats } from '../domain/request.ts';
import { ids } from '../ids.ts';

const datasetNames = Object.keys(datasets) as [DatasetName, ...DatasetName[]];
const formatNames = Object.keys(formats) as [FormatName, ...FormatName[]];

/** The form of `/desk export`. */
export const exportModal = defineModal({
  id: 'exports.ask',
  meta: z.null(),
  fields: z.object({
    dataset: z.enum(datasetNames, { error: 'Choose what to export.' }),
    from: z.string({ error: 'Pick the first day.' }),
    to: z.string({ error: 'Pick the last day.' }),
    format: z.enum(formatNames, { error: 'Choose a format.' }),
    agent: z.string().optional(),
  }),
});

/** What, which days, for whom, in which form. */
export function exportView({ from, to, others }: { from: string; to: string; others: boolean }): ModalView {
  return exportModal.view({
    title: 'Export',
    submit: 'Export',
    meta: null,
    blocks: [
      choice('dataset', 'What', datasets, 'stats'),
      date('from', 'First day', from),
      date('to', 'Last day', to),
      ...(others ? [agent] : []),
      choice('format', 'Format', formats, 'csv'),
      context('The file arrives in your messages with the app.'),
    ],
  });
}

const preparing = defineModal({ id: 'exports.preparing', meta: z.null(), fields: z.object({}) });

/** While the file is being made. */
export function preparingView(exportId: string): ModalView {
  return preparing.view({
    title: 'Export',
    close: 'Close',
    meta: null,
    blocks: [
      section('⏳ Your file is being made. It arrives in your messages with the app; you can close this.'),
      {
        type: 'actions',
        elements: [
          { type: 'button', action_id: ids.cancel, text: plain('Cancel the export'), value: exportId },
        ],
      },
    ],
  });
}

/** After “Cancel the export”. */
export function cancelledView(stopped: boolean): ModalView {
  const text = stopped ? 'The export is cancelled. Nothing is sent.' : 'Too late: the file is on its way.';
  return preparing.view({ title: 'Export', close: 'Close', meta: null, blocks: [section(text)] });
}

function choice(field: string, label: string, names: Record<string, string>, initial: string): KnownBlock {
  const options = Object.entries(names).map(([value, text]) => ({ text: plain(text), value }));
  const chosen = options.find(({ value }) => value === initial);
  return {
    type: 'input',
    block_id: field,
    label: plain(label),
    element: {
      type: 'static_select',
      action_id: 'value',
      options,
      ...(chosen ? { initial_option: chosen } : {}),
    },
  };
}

function date(field: string, label: string, initial: string): KnownBlock {
  return {
    type: 'input',
    block_id: field,
    label: plain(label),
    element: { type: 'datepicker', action_id: 'value', initial_date: initial },
  };
}

const agent: KnownBlock = {
  type: 'input',
  block_id: 'agent',
  optional: true,
  label: plain('Only of'),
  hint: plain('Empty means everyone', 150),
  element: { type: 'users_select', action_id: 'value' },
};
