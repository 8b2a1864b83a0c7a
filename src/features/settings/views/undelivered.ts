import type { KnownBlock } from '@slack/types';
import { commandNames, escapeText, section } from '../../../platform/slack/index.ts';

/** Something that was given up, as the outbox keeps it. */
type Lost = { kind: string; payload: Record<string, unknown>; error?: string };

const LINES = 10;

const NAMES: Record<string, string> = {
  'ticket.card': 'a ticket’s card',
  'ticket.team': 'a message in a card’s thread',
  'ticket.requester': 'a message to a requester',
  'escalation.alert': 'an alert',
  'escalation.mention': 'an alert’s mention',
};

/** Slack's words in ours. Source: the error tables of https://docs.slack.dev/reference/methods. */
const REASONS: Record<string, string> = {
  account_inactive: 'the person or app is deactivated',
  cannot_dm_bot: 'it was for an app',
  channel_is_archived: 'the channel is archived',
  channel_not_found: 'the app does not see the channel',
  is_archived: 'the channel is archived',
  missing_scope: 'the app lacks a permission',
  not_in_channel: 'the app is not in the channel',
  restricted_action: 'a setting of the workspace forbids it',
  user_disabled: 'the person is deactivated',
};

/** What owners read when deliveries were given up: how many of what, why, and what can be done. */
export function undeliveredMessage(lost: readonly Lost[]): { text: string; blocks: KnownBlock[] } {
  const groups = [...Map.groupBy(lost, lineOf)].toSorted((one, other) => other[1].length - one[1].length);
  const lines = groups.slice(0, LINES).map(([line, { length }]) => `• ${length} × ${line}`);
  const more = groups.length > LINES ? [`• and ${groups.length - LINES} other kinds`] : [];
  const count = lost.length === 1 ? 'One message' : `${lost.length} messages`;
  const text = `${count} could not be delivered, and the desk has stopped trying.`;
  const remedy = `The tickets have it all. Check with \`${commandNames.desk} setup\` that the channels are there and the app is in them; the next change of a ticket draws its card again.`;
  return { text, blocks: [section(`*${text}*`), section([...lines, ...more].join('\n')), section(remedy)] };
}

function lineOf({ kind, payload, error = '' }: Lost): string {
  const code = /([a-z]+_[a-z_]+)\s*$/.exec(error)?.[1] ?? '';
  const reason = REASONS[code] ?? (code || 'Slack did not take it for a day');
  const { channel } = payload;
  const where = typeof channel === 'string' && /^[CG][A-Z0-9]+$/.test(channel) ? ` for <#${channel}>` : '';
  return `${NAMES[kind] ?? 'a message'}${where}: ${escapeText(reason)}`;
}
