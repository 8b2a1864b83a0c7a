import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import {
  button,
  context,
  dateToken,
  defineModal,
  plain,
  row,
  safe,
  section,
} from '../../../platform/slack/index.ts';
import type { SessionRecord } from '../domain/record.ts';
import { ids } from '../ids.ts';
import type { NamedRecords, SessionFields } from '../model.ts';
import { recordFields, recordInputs } from './inputs.ts';

/** The list of `/session report`. */
export const reportModal = defineModal({
  id: 'sessions.report',
  meta: z.object({ page: z.number() }),
  fields: z.object({}),
});

/** One record being edited; `listView` is the list below it. */
export const editModal = defineModal({
  id: 'sessions.editing',
  meta: z.object({ id: z.string(), listView: z.string(), page: z.number() }),
  fields: z.object(recordFields),
});

/** A page of records, each with Edit and Delete; after a deletion with Undo on top. */
export function reportView(
  { records, names, more }: NamedRecords & { more: boolean },
  { page, deleted }: { page: number; deleted?: SessionFields },
): ModalView {
  const turn = [
    ...(page > 0 ? [button(ids.newer, 'Newer', String(page - 1))] : []),
    ...(more ? [button(ids.older, 'Show more', String(page + 1))] : []),
  ];
  return reportModal.view({
    title: 'Sessions',
    close: 'Close',
    meta: { page },
    blocks: [
      ...(deleted ? deletedBlocks(deleted) : []),
      ...records.flatMap((record) => recordBlocks(record, names.get(record.by) ?? record.by)),
      ...(records.length === 0 ? [section('No records yet. Log some with `/session log`.')] : []),
      ...(turn.length > 0 ? [row(...turn)] : []),
    ],
  });
}

/** The form of one record. */
export function editView(
  record: SessionRecord & { _id: string },
  { listView, page }: { listView: string; page: number },
): ModalView {
  return editModal.view({
    title: 'Edit record',
    submit: 'Save',
    meta: { id: record._id, listView, page },
    blocks: recordInputs(record),
  });
}

function deletedBlocks({ _id, customer }: SessionFields): KnownBlock[] {
  return [
    {
      type: 'section',
      text: { type: 'mrkdwn', text: `Deleted the record of *${safe(customer, 200)}*.`, verbatim: true },
      accessory: button(ids.restore, 'Undo', _id),
    },
  ];
}

function recordBlocks(record: SessionFields, by: string): KnownBlock[] {
  const time = record.minutes === null ? '' : ` · ${record.minutes} min`;
  const where = `${safe(record.source, 100)} → ${safe(record.destination, 100)}`;
  return [
    section(
      `*${safe(record.customer, 200)}*  ${safe(record.region, 100)} · ${record.sessions} sessions · ${where}${time}`,
    ),
    ...(record.observation ? [context(safe(record.observation, 500))] : []),
    context(`Logged by ${safe(by, 80)}, ${dateToken(record.at)}`),
    row(button(ids.edit, 'Edit', record._id), {
      ...button(ids.remove, 'Delete', record._id, 'danger'),
      confirm: {
        title: plain('Delete this record?'),
        text: plain(`The record of ${record.customer} leaves every report. You can undo it.`, 300),
        confirm: plain('Delete'),
        deny: plain('Keep'),
        style: 'danger',
      },
    }),
  ];
}
