import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import {
  button,
  channelField,
  choiceField,
  context,
  defineModal,
  personField,
  plain,
  row,
  safe,
  section,
  textField,
  truncate,
} from '../../../platform/slack/index.ts';
import { isZone } from '../../../platform/time/zone.ts';
import { ids } from '../ids.ts';
import type { DigestFields } from '../model.ts';

const spans = {
  daily: 'Every day: the complete days since the last one',
  weekly: 'Every week: the last complete week',
  monthly: 'Every month: the last complete month',
  today: 'Every day: today so far',
} as const;
type Span = keyof typeof spans;
const spanNames = Object.keys(spans) as [Span, ...Span[]];

/** The list of `/desk digests`. */
const listModal = defineModal({ id: 'digests.list', meta: z.null(), fields: z.object({}) });

/** The form of one digest; `key` is null for a new one. */
export const digestModal = defineModal({
  id: 'digests.form',
  meta: z.object({ key: z.string().nullable(), rev: z.number(), listView: z.string() }),
  fields: z.object({
    name: z.string({ error: 'Enter a name, such as Support.' }).trim().min(1).max(60),
    channel: z.string({ error: 'Choose the channel.' }),
    span: z.enum(spanNames, { error: 'Choose what it covers.' }),
    time: z.string({ error: 'Choose the time, such as 09:00.' }),
    timeZone: z.string().refine(isZone, 'Enter an IANA zone, such as Europe/Berlin.'),
    agent: z.string().optional(),
    teamLeader: z.string().optional(),
    supervisor: z.string().optional(),
  }),
});

/** All digests, each with Edit, Test send and Pause. */
export function listView(digests: readonly DigestFields[]): ModalView {
  return listModal.view({
    title: 'Digests',
    close: 'Close',
    meta: null,
    blocks: [
      ...digests.flatMap(digestBlocks),
      ...(digests.length === 0
        ? [section('No digests yet. A digest posts the figures as a picture, at its time.')]
        : []),
      row(button(ids.add, 'Add a digest', 'new')),
    ],
  });
}

/** The form of a digest. */
export function digestView(
  digest: Partial<DigestFields> & { timeZone: string },
  listViewId: string,
): ModalView {
  const { agent, teamLeader, supervisor } = digest.filters ?? {};
  return digestModal.view({
    title: digest.key ? 'Edit digest' : 'New digest',
    submit: 'Save',
    meta: { key: digest.key ?? null, rev: digest.rev ?? 0, listView: listViewId },
    blocks: [
      textField({ name: 'name', label: 'Name', value: digest.name, max: 60 }),
      channelField({ name: 'channel', label: 'Channel', value: digest.channel ?? null }),
      choiceField({ name: 'span', label: 'What it covers', options: spans, value: digest.span ?? 'daily' }),
      {
        type: 'input',
        block_id: 'time',
        label: plain('Time'),
        element: { type: 'timepicker', action_id: 'value', initial_time: digest.time ?? '09:00' },
      },
      textField({ name: 'timeZone', label: 'Time zone of the time and the date', value: digest.timeZone }),
      person('agent', 'Only this agent', agent),
      person('teamLeader', 'Only the team of', teamLeader),
      person('supervisor', 'Only under the supervisor', supervisor),
    ],
  });
}

function digestBlocks(digest: DigestFields): KnownBlock[] {
  const { name, channel, span, time, timeZone, active, key, coveredTo, filters } = digest;
  return [
    section(
      `*${safe(name, 60)}*${active ? '' : ' · paused'}\n${spans[span as Span]}, at ${time} ${safe(timeZone, 60)} in <#${channel}>${Object.values(filters).some(Boolean) ? ' · narrowed' : ''}`,
    ),
    context(coveredTo ? `Sent until ${coveredTo}` : 'Not sent yet'),
    {
      type: 'actions',
      block_id: `digest ${key}`,
      elements: [
        button(ids.edit, 'Edit', key),
        button(ids.test, 'Test send to me', key),
        button(ids.pause, active ? 'Pause' : 'Go on', key),
        {
          ...button(ids.remove, 'Remove', key, 'danger'),
          confirm: {
            title: plain('Remove this digest?'),
            text: plain(
              `${truncate(name, 60)} is not sent any more. An owner can bring it back with /desk audit.`,
            ),
            confirm: plain('Remove'),
            deny: plain('Keep it'),
            style: 'danger',
          },
        },
      ],
    },
  ];
}

function person(name: string, label: string, value: string | undefined): KnownBlock {
  return personField({ name, label, value: value ?? null, optional: true });
}
