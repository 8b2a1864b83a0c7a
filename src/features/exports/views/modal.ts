import type { ModalView } from '@slack/types';
import { z } from 'zod';
import {
  choiceField,
  context,
  dateField,
  defineModal,
  personField,
  section,
  textField,
} from '../../../platform/slack/index.ts';
import { isZone } from '../../../platform/time/zone.ts';
import { STATUSES, type TicketStatus } from '../../tickets/index.ts';
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
    agent: z.string().nullish().default(null),
    teamLeader: z.string().nullish().default(null),
    status: z.enum(STATUSES).nullish().default(null),
    category: z.string().trim().nullish().default(null),
    timeZone: z.string().trim().refine(isZone, 'Write an IANA time zone, for example Europe/Berlin.'),
  }),
});

/** What the form shows at first. */
interface ExportForm {
  from: string;
  to: string;
  timeZone: string;
  /** Of which the person may see everyone's rows, and of which their own. */
  all: readonly DatasetName[];
  own: readonly DatasetName[];
  statusNames: Record<TicketStatus, string>;
}

/** What, which days, for whom, in which form. */
export function exportView({ from, to, timeZone, all, own, statusNames }: ExportForm): ModalView {
  const offered = datasetNames.filter((name) => all.includes(name) || own.includes(name));
  const options = Object.fromEntries(offered.map((name) => [name, datasets[name]]));
  const optional = true;
  return exportModal.view({
    title: 'Export',
    submit: 'Export',
    meta: null,
    blocks: [
      choiceField({ name: 'dataset', label: 'What', options, value: offered[0] ?? '' }),
      dateField({ name: 'from', label: 'First day', value: from }),
      dateField({ name: 'to', label: 'Last day', value: to }),
      ...(all.length > 0 ? whose(own) : []),
      choiceField({
        name: 'status',
        label: 'Status',
        hint: 'For tickets and their messages: as the ticket stands now. Empty means any.',
        options: statusNames,
        value: '',
        optional,
      }),
      ...(all.includes('tickets')
        ? [
            textField({
              name: 'category',
              label: 'Category',
              hint: 'For tickets and their messages, such as: Refund. Empty means any.',
              max: 75,
              optional,
            }),
          ]
        : []),
      choiceField({ name: 'format', label: 'Format', options: formats, value: 'csv' }),
      textField({ name: 'timeZone', label: 'Time zone of days and times', value: timeZone, max: 60 }),
      context(`The file arrives in your messages with the app.${ownText(all, own)}`),
    ],
  });
}

function whose(own: readonly DatasetName[]) {
  const reach = own.length > 0 ? `Of ${listed(own)} you get your own only.` : '';
  const hint = `Of tickets the assignee, of messages the author. Empty means everyone. ${reach}`.trim();
  return [
    personField({ name: 'agent', label: 'Only of', hint, value: null, optional: true }),
    personField({ name: 'teamLeader', label: 'Only the team of', value: null, optional: true }),
  ];
}

/** What a person gets who may not see everything. */
function ownText(all: readonly DatasetName[], own: readonly DatasetName[]): string {
  if (own.length === 0) return '';
  if (all.length > 0) return ` Of ${listed(own)} it holds your own; a lead can export the team’s.`;
  return own.includes('stats')
    ? ' It holds what is your own; a lead can export the team’s.'
    : ' It holds your own requests and what was said about them.';
}

const listed = (names: readonly DatasetName[]): string =>
  new Intl.ListFormat('en-GB').format(
    names.map((name) => (name === 'kpis' ? datasets[name] : datasets[name].toLowerCase())),
  );

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
