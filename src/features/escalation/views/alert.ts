import type { ActionsBlock, KnownBlock } from '@slack/types';
import {
  button,
  context,
  dateToken,
  duration,
  mention,
  plain,
  safe,
  section,
} from '../../../platform/slack/index.ts';
import type { Clock, FiringClock } from '../../sla/index.ts';
import type { Priority, Ticket } from '../../tickets/index.ts';
import { clockOf } from '../domain/reasons.ts';
import { ids } from '../ids.ts';
import type { Alert, AlertReason } from '../model.ts';

/** What an alert shows beside itself. */
export type AlertShown = {
  ticket: Ticket;
  clocks: readonly Clock[];
  names: ReadonlyMap<string, string>;
  /** The best free people, at most five. */
  free: readonly { userId: string; name: string; load: number; capacity: number }[];
};

const WHAT: Record<FiringClock, string> = {
  first_response: 'first response',
  next_response: 'next response',
  resolution: 'resolution',
  estimate: 'estimate',
};

const SIGNS: Record<Priority, string> = {
  urgent: '🔥 Urgent',
  high: '🔺 High',
  medium: '🔹 Medium',
  low: '▫️ Low',
};

/** The alert's one message; it is edited in place as things change. */
export function alertMessage(alert: Alert, shown: AlertShown): { text: string; blocks: KnownBlock[] } {
  const { ticket, names } = shown;
  const worst = worstOf(alert.reasons);
  const text = headline(worst, ticket);
  const others = alert.reasons.filter((reason) => reason !== worst && reason.percent === 100);
  const lines = [
    `*${text}*`,
    ...others.map((reason) => headline(reason, ticket)),
    `${SIGNS[ticket.priority]} · ${safe(ticket.subject, 200)} · from ${nameOf(ticket.requester, names)}`,
    whyLate(ticket, names),
    ...(alert.reasons.some((reason) => reason.late)
      ? ['The desk was away when this happened; this comes late.']
      : []),
    `For ${alert.mentioned.map(mention).join(', ') || 'whoever is here'}.${alert.standIn ? ` ${alert.standIn}` : ''}`,
  ];
  const story = storyOf(alert, shown);
  return {
    text,
    blocks: [
      section(lines.join('\n')),
      ...(story.length > 0 ? [context(story.join('\n'))] : []),
      ...(alert.living ? [...askBlocks(alert, shown), actionsOf(alert)] : []),
    ],
  };
}

/** The first line: the consequence. */
export function headline(
  { clock, percent, at }: Pick<AlertReason, 'clock' | 'percent' | 'at'>,
  ticket: Ticket,
): string {
  const name = `T-${ticket.number}`;
  if (percent === 100 && clock !== 'estimate')
    return `🔴 ${name} missed its ${WHAT[clock]}, due ${dateToken(at, '{time}')}`;
  if (clock === 'estimate') return `🟡 ${name} has used ${percent} % of the time its assignee estimated`;
  return `🟡 ${name} has used ${percent} % of the time for its ${WHAT[clock]}`;
}

/** The reason that an alert opens with: a breach before a warning, the earliest first. */
export function worstOf(reasons: readonly AlertReason[]): AlertReason {
  const [worst] = reasons.toSorted((a, b) => b.percent - a.percent || a.at.getTime() - b.at.getTime());
  if (!worst) throw new Error('an alert without reason');
  return worst;
}

function whyLate(ticket: Ticket, names: ReadonlyMap<string, string>): string {
  if (!ticket.assignee) return 'Nobody has it.';
  const who = nameOf(ticket.assignee, names);
  if (ticket.status === 'assigned') return `${who} has it and has not started.`;
  return ticket.status === 'waiting_on_customer' ? `${who} waits for the customer.` : `${who} has it.`;
}

/** What has happened since: acknowledged, asked, answered late. */
function storyOf(alert: Alert, { clocks, names }: AlertShown): string[] {
  const story: string[] = [];
  if (alert.state === 'acknowledged' && alert.acknowledgedBy && alert.acknowledgedAt) {
    story.push(
      `Acknowledged by ${nameOf(alert.acknowledgedBy, names)} ${dateToken(alert.acknowledgedAt, '{time}')}`,
    );
  }
  for (const { userId } of alert.asked) story.push(`${nameOf(userId, names)} was asked to take it`);
  for (const reason of alert.reasons) {
    const clock = clockOf(reason, clocks);
    if (clock?.endedAt) story.push(endOf(clock));
  }
  return [...new Set(story)];
}

function endOf(clock: Clock): string {
  const verb =
    clock.state === 'none'
      ? 'Ended without an answer'
      : clock.clock === 'resolution'
        ? 'Resolved'
        : 'Answered';
  const at = clock.endedAt ? dateToken(clock.endedAt, '{time}') : '';
  const over = clock.elapsedMinutes - (clock.targetMinutes ?? clock.elapsedMinutes);
  return over > 0 ? `${verb} ${at}, ${duration(Math.max(1, over))} late` : `${verb} ${at}, in time`;
}

function askBlocks(alert: Alert, { free }: AlertShown): KnownBlock[] {
  const asked = new Set(alert.asked.map(({ userId }) => userId));
  return free
    .filter(({ userId }) => !asked.has(userId))
    .map(({ userId, name, load, capacity }) =>
      section(
        `${safe(name, 80)} is free: ${load} of ${capacity} open`,
        button(ids.ask, 'Ask', `${alert._id}:${userId}`),
      ),
    );
}

function actionsOf(alert: Alert): ActionsBlock {
  const acknowledge =
    alert.state === 'open'
      ? button(ids.acknowledge, 'Acknowledge', alert._id, 'primary')
      : button(ids.unacknowledge, 'Unacknowledge', alert._id);
  return {
    type: 'actions',
    block_id: `alert:${alert._id}`,
    elements: [
      acknowledge,
      button(ids.take, 'Take', alert._id),
      button(ids.reassign, 'Reassign', alert._id),
      { type: 'users_select', action_id: ids.askOther, placeholder: plain('Ask someone else', 150) },
    ],
  };
}

function nameOf(userId: string, names: ReadonlyMap<string, string>): string {
  return safe(names.get(userId) ?? 'someone', 80);
}
