import { UserError } from '../../../platform/errors.ts';
import { PRIORITIES, type Priority, STATUSES, type TicketStatus } from './states.ts';
import type { Ticket } from './types.ts';

/** The words of a text as search knows them: lower case, without marks, at most 60 and none longer than 40. */
function wordsOf(...texts: string[]): string[] {
  const words = texts
    .join(' ')
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .match(/[\p{Letter}\p{Number}]+/gu);
  return [...new Set(words ?? [])].slice(0, 60).map((word) => word.slice(0, 40));
}

/** The words a ticket is found by. */
export function wordsOfTicket(
  ticket: Pick<Ticket, 'number' | 'subject' | 'text' | 'tags' | 'category'>,
): string[] {
  return wordsOf(String(ticket.number), ticket.subject, ticket.tags.join(' '), ticket.category, ticket.text);
}

/** What somebody looks for. */
export type Search = {
  number: number | null;
  words: string[];
  requester: string | null;
  assignee: string | null;
  tag: string | null;
  status: TicketStatus | null;
  priority: Priority | null;
};

/**
 * Reads `/ticket find` input: a number (`T-1042`, `1042`), words, `from:@person`, `to:@person`, `tag:vip`,
 * `status:resolved`, `priority:high`, in any order.
 * @throws UserError for a status, priority or person that there is not.
 */
export function parseSearch(input: string): Search {
  const search: Search = {
    number: null,
    words: [],
    requester: null,
    assignee: null,
    tag: null,
    status: null,
    priority: null,
  };
  const free: string[] = [];
  for (const part of input.trim().split(/\s+/).filter(Boolean)) {
    const [, name = '', value = ''] =
      /^(from|requester|to|assignee|tag|status|priority):(.+)$/i.exec(part) ?? [];
    switch (name.toLowerCase()) {
      case 'from':
      case 'requester':
        search.requester = userIdOf(value);
        break;
      case 'to':
      case 'assignee':
        search.assignee = userIdOf(value);
        break;
      case 'tag':
        search.tag = value.toLowerCase();
        break;
      case 'status':
        search.status = oneOf('status', STATUSES, value);
        break;
      case 'priority':
        search.priority = oneOf('priority', PRIORITIES, value);
        break;
      default:
        free.push(part);
    }
  }
  const [first, ...rest] = free;
  const number = first && rest.length === 0 ? numberOf(first) : null;
  return number === null ? { ...search, words: wordsOf(free.join(' ')) } : { ...search, number };
}

/** The one that begins so. @throws UserError naming those there are. */
function oneOf<Name extends string>(what: string, names: readonly Name[], value: string): Name {
  const found = names.find((name) => name.startsWith(value.toLowerCase().replaceAll('-', '_')));
  if (found) return found;
  throw new UserError(`There is no ${what} “${value.slice(0, 40)}”. There are: ${names.join(', ')}.`, {
    field: 'query',
  });
}

/** `T-1042`, `t1042`, `#1042` or `1042`; null for anything else. */
export function numberOf(text: string): number | null {
  const found = /^(?:t-?|#)?(\d{1,12})$/i.exec(text.trim());
  return found ? Number(found[1]) : null;
}

/** The id in `<@U123|ana>`, `<@U123>` or `U123`. @throws UserError for anything else, which names nobody. */
function userIdOf(text: string): string {
  const id = /^(?:<@([A-Z0-9]+)(?:\|[^>]*)?>|([UW][A-Z0-9]{2,}))$/.exec(text);
  const found = id?.[1] ?? id?.[2];
  if (found) return found;
  throw new UserError(
    `“${text.slice(0, 40)}” names nobody. Choose the person below, or mention them: /ticket find from:@ana`,
    { field: 'query' },
  );
}
