import { DESK, type HistoryEntry } from './types.ts';

/** Whom an entry is told to in Slack. `urgent`: a person waits for just this answer. */
export type Telling = { to: 'requester' | 'team'; urgent: boolean };

/** Whether taking something back opens the ticket again, as the requester sees it. */
export function opensAgain({ status }: Pick<HistoryEntry, 'status'>): boolean {
  return status?.from === 'resolved' || status?.from === 'closed';
}

/** Requesters do not hear of a return, so who has the ticket is no news when it is taken back. */
const wasTold = ({ details }: HistoryEntry): boolean => details?.kind === 'returned';

/**
 * Who must be told of an entry (docs/rules/tickets.md): the requester once each of what concerns them, and never of
 * priority, notes or alerts; the team's thread of what happened in the conversation and of what somebody must act on.
 */
export function tellings(entry: HistoryEntry): Telling[] {
  const requester: Telling = { to: 'requester', urgent: entry.kind === 'opened' };
  const team: Telling = { to: 'team', urgent: false };
  const newOwner = entry.assignee?.to ? [requester] : [];
  switch (entry.kind) {
    case 'opened':
      return [requester];
    case 'assigned':
      return [...newOwner, team];
    case 'claimed':
      return newOwner;
    case 'replied':
    case 'merged':
    case 'reopened':
    case 'waiting':
    case 'cancelled':
      return [requester, team];
    case 'resolved':
    case 'reminded':
      return [requester];
    case 'requester_wrote':
    case 'noted':
    case 'bundled':
    case 'detailed':
    case 'absorbed':
    case 'rated':
    case 'commented':
    case 'linked':
    case 'unlinked':
      return [team];
    case 'undone':
      return [...(opensAgain(entry) ? [requester] : wasTold(entry) ? [] : newOwner), team];
    case 'returned':
      return entry.by === DESK && !entry.why ? [] : [team];
    default:
      return [];
  }
}
