import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import {
  button,
  context,
  dateToken,
  defineModal,
  personField,
  row,
  safe,
  section,
  textField,
} from '../../../platform/slack/index.ts';
import type { ClockView } from '../domain/clock-view.ts';
import { PLAIN_STATUS_NAMES, STATUS_NAMES } from '../domain/states.ts';
import type { Ticket } from '../domain/types.ts';
import { ids } from '../ids.ts';
import { promiseLines } from './own.ts';
import { clockDots, PRIORITY_SIGNS } from './signs.ts';

export const LIST_PAGE = 10;
/** The longest search, in characters. */
export const MAX_QUERY = 200;
const LIST_KINDS = ['mine', 'queue', 'find'] as const;
export type ListKind = (typeof LIST_KINDS)[number];

/** A list in a modal; `query` is what was searched for. */
export const listModal = defineModal({
  id: 'tickets.listModal',
  meta: z.object({ kind: z.enum(LIST_KINDS), query: z.string(), page: z.number() }),
  fields: z.object({ query: z.string().default(''), person: z.string().optional() }),
});

type ListLine = { ticket: Ticket; clocks: readonly ClockView[]; assigneeName: string | null };

export type ListContext = {
  kind: ListKind;
  query: string;
  page: number;
  more: boolean;
  lines: readonly ListLine[];
  /** The reader asked for these tickets rather than working on them. */
  asRequester: boolean;
};

const TITLES: Record<ListKind, string> = { mine: 'My tickets', queue: 'Queue', find: 'Find tickets' };

/** A page of tickets, each with its dots and a button that opens it. */
export function listView(shown: ListContext): ModalView {
  const { kind, query, page, more, lines, asRequester } = shown;
  const blocks: KnownBlock[] = kind === 'find' ? searchInputs(query, page, asRequester) : [];
  if (lines.length === 0) blocks.push(section(emptyText(shown)));
  for (const line of lines) blocks.push(...lineBlocks(line, kind, asRequester));
  const turn = [
    ...(page > 0 ? [button(ids.listBack, 'Back', String(page - 1))] : []),
    ...(more ? [button(ids.listNext, 'Show more', String(page + 1))] : []),
  ];
  if (turn.length > 0) blocks.push(row(...turn));
  return listModal.view({
    title: TITLES[kind],
    close: 'Close',
    ...(kind === 'find' ? { submit: 'Find' } : {}),
    meta: { kind, query, page },
    blocks,
  });
}

function lineBlocks(
  { ticket, clocks, assigneeName }: ListLine,
  kind: ListKind,
  asRequester: boolean,
): KnownBlock[] {
  const status = (asRequester ? PLAIN_STATUS_NAMES : STATUS_NAMES)[ticket.status];
  const facts = asRequester
    ? [status, `opened ${dateToken(ticket.createdAt, '{date_short_pretty}')}`, ...promiseLines(clocks)]
    : [PRIORITY_SIGNS[ticket.priority], status, assigneeName ? safe(assigneeName, 80) : 'nobody yet'];
  const dots = asRequester ? '' : clockDots(clocks);
  const opener =
    kind === 'queue' ? button(ids.claim, 'Claim', ticket._id) : button(ids.details, 'Open', ticket._id);
  return [
    section(`*T-${ticket.number}*  ${safe(ticket.subject, 300)}`, opener),
    context([...facts, ...(dots ? [dots] : [])].join(' · ')),
  ];
}

function emptyText({ kind, query, asRequester }: ListContext): string {
  if (kind === 'queue') return 'Nothing waits. New tickets appear here and in the triage channel.';
  if (kind === 'mine')
    return asRequester
      ? 'You have no open request. Open one with `/ticket new`.'
      : 'You have no open ticket. Take one with `/ticket queue`.';
  if (asRequester) return query ? 'Nothing found. Try fewer words.' : 'Write words or a number.';
  return query
    ? 'Nothing found. Try fewer words, or a number such as `T-1042`.'
    : 'Write words, a number, or `from:@person`, `status:resolved`, `tag:vip`, `priority:high`.';
}

function searchInputs(query: string, page: number, asRequester: boolean): KnownBlock[] {
  const text = textField({
    name: `query#${page}`,
    label: asRequester ? 'Number or words' : 'Number or words; status:…, tag:…, priority:…',
    value: query,
    max: MAX_QUERY,
    optional: true,
  });
  const person = personField({ name: `person#${page}`, label: 'From', value: null, optional: true });
  return asRequester ? [text] : [text, person];
}
