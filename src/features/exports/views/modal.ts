import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { context, defineModal, plain, section } from '../../../platform/slack/index.ts';
import { isZone } from '../../../platform/time/zone.ts';
import { type DatasetName, datasets, type FormatName, formats } from '../domain/request.ts';
import { cancelBlock } from './message.ts';

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
    teamLeader: z.string().optional(),
    timeZone: z.string().trim().refine(isZone, 'Write an IANA time zone, for example Europe/Berlin.'),
  }),
});

/** What the form shows at first. */
interface ExportForm {
  from: string;
  to: string;
  timeZone: string;
  /** Those of which the person may see something. */
  datasets: Partial<Record<DatasetName, string>>;
  /** True for those who may see others' rows. */
  others: boolean;
}

/** What, which days, for whom, in which form. */
export function exportView({ from, to, timeZone, datasets, others }: ExportForm): ModalView {
  return exportModal.view({
    title: 'Export',
    submit: 'Export',
    meta: null,
    blocks: [
      choice('dataset', 'What', datasets, 'stats'),
      date('from', 'First day', from),
      date('to', 'Last day', to),
      ...(others ? [person('agent', 'Only of'), person('teamLeader', 'Only the team of')] : []),
      choice('format', 'Format', formats, 'csv'),
      zone(timeZone),
      context(
        others
          ? 'The file arrives in your messages with the app.'
          : 'The file arrives in your messages with the app. It holds your own data; a lead can export the team’s.',
      ),
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
      cancelBlock(exportId),
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

function person(field: string, label: string): KnownBlock {
  return {
    type: 'input',
    block_id: field,
    optional: true,
    label: plain(label),
    hint: plain('Empty means everyone', 150),
    element: { type: 'users_select', action_id: 'value' },
  };
}

function zone(initial: string): KnownBlock {
  return {
    type: 'input',
    block_id: 'timeZone',
    label: plain('Time zone of days and times'),
    element: { type: 'plain_text_input', action_id: 'value', max_length: 60, initial_value: initial },
  };
}
