import { dateToken, safe } from '../../../platform/slack/index.ts';
import { STATUS_NAMES } from '../domain/states.ts';
import { DESK, type HistoryEntry, type HistoryKind } from '../domain/types.ts';

const VERBS: Record<HistoryKind, string> = {
  opened: 'opened it',
  assigned: 'assigned it',
  claimed: 'took it',
  replied: 'replied',
  requester_wrote: 'wrote',
  bundled: 'told of more messages',
  noted: 'added a note',
  returned: 'returned it',
  waiting: 'asked and waits',
  reminded: 'reminded the requester',
  resumed: 'went on with it',
  resolved: 'resolved it',
  reopened: 'reopened it',
  closed: 'closed it',
  cancelled: 'cancelled it',
  merged: 'merged it',
  absorbed: 'merged another into it',
  linked: 'linked it',
  unlinked: 'removed a link',
  undone: 'took back a change',
  priority_changed: 'changed the priority',
  retagged: 'changed its labels',
  reworded: 'changed the message it was opened with',
  estimated: 'estimated when it will be done',
  detailed: 'added details',
  rated: 'rated the answer',
  commented: 'commented the rating',
};

/** One entry as a line: who, what, from, to, why. */
export function historyLine(entry: HistoryEntry, names: Map<string, string>): string {
  const name = (userId: string | null) =>
    userId === null ? 'nobody' : userId === DESK ? 'The desk' : safe(names.get(userId) ?? userId, 80);
  const parts = [`*${name(entry.by)}* ${VERBS[entry.kind]}`];
  if (entry.assignee) parts.push(`${name(entry.assignee.from)} → ${name(entry.assignee.to)}`);
  if (entry.status)
    parts.push(
      `${entry.status.from ? STATUS_NAMES[entry.status.from] : '–'} → ${STATUS_NAMES[entry.status.to]}`,
    );
  if (entry.priority) parts.push(`${entry.priority.from ?? '–'} → ${entry.priority.to}`);
  if (entry.kind === 'estimated')
    parts.push(entry.details?.dueAt instanceof Date ? dateToken(entry.details.dueAt) : 'taken back');
  if (entry.why) parts.push(safe(entry.why, 300));
  return parts.join(' · ');
}
