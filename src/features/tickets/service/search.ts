import { LRUCache } from 'lru-cache';
import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { perDesk } from '../../../platform/per-desk.ts';
import type { Search } from '../domain/search.ts';
import { PRIORITIES, rankOf, STATUSES } from '../domain/states.ts';
import type { Ticket } from '../domain/types.ts';
import { ticketModel } from '../model.ts';
import type { Page } from './read.ts';

/** A word that begins in more tickets than this is common; so many tickets are read at the most for one that is not. */
const COMMON = 1_000;
/** Words that are all common are looked for in this many of the newest tickets (docs/rules/tickets.md). */
const NEWEST = 5_000;

/** Words that were common a moment ago, and by how many tickets at least: they need not be counted again. */
const commonOf = perDesk(() => new LRUCache<string, number>({ max: 10_000, ttl: 60_000 }));

type Filter = Record<string, unknown>;

/**
 * Finds tickets by number, words (beginnings count), requester, assignee, tag, status and priority; newest first.
 * How much is read is bounded, however many tickets there are.
 */
export async function searchTickets(
  desk: Desk,
  { workspace, search, skip = 0, limit = 20 }: { workspace: string; search: Search } & Page,
): Promise<Ticket[]> {
  const { number, words, requester, assignee, tag, status, priority } = search;
  const filter: Filter = {
    ...(number === null ? {} : { number }),
    ...(requester ? { requester } : {}),
    ...(assignee ? { assignee } : {}),
    ...(tag ? { tags: tag } : {}),
    ...(status ? { status } : {}),
    ...(priority ? { rank: rankOf(priority) } : {}),
  };
  const wanted = { skip, limit };
  if (words.length > 0) return byWords(desk, workspace, words, filter, wanted);
  if (number !== null || tag) return newest(desk, { workspace, ...filter }, wanted);
  return byStatus(desk, workspace, search, filter, wanted);
}

/** The rarest word leads; when even that is common, the newest tickets are looked through. */
async function byWords(
  desk: Desk,
  workspace: string,
  words: readonly string[],
  filter: Filter,
  wanted: Required<Page>,
): Promise<Ticket[]> {
  const beginnings = words.map(beginningWith);
  const counts = await Promise.all(words.map((word) => countUpTo(desk, workspace, word)));
  const rarest = Math.min(...counts);
  const lead = beginnings[counts.indexOf(rarest)] as RegExp;
  const others = beginnings.filter((beginning) => beginning !== lead);
  if (rarest <= COMMON)
    return newest(desk, { workspace, words: trusted({ $all: [lead, ...others] }), ...filter }, wanted);
  return ticketModel(desk.database).aggregate<Ticket>([
    { $match: { workspace } },
    { $sort: { createdAt: -1 } },
    { $limit: NEWEST },
    { $match: { ...filter, $and: beginnings.map((beginning) => ({ words: beginning })) } },
    { $skip: wanted.skip },
    { $limit: wanted.limit },
  ]);
}

const beginningWith = (word: string): RegExp => new RegExp(`^${word}`);

async function countUpTo(desk: Desk, workspace: string, word: string): Promise<number> {
  const common = commonOf(desk);
  const key = `${workspace} ${word}`;
  const known = common.get(key);
  if (known !== undefined) return known;
  const count = await ticketModel(desk.database).countDocuments(
    { workspace, words: beginningWith(word) },
    { limit: COMMON + 1 },
  );
  if (count > COMMON) common.set(key, count);
  return count;
}

function newest(desk: Desk, filter: Filter, { skip, limit }: Required<Page>): Promise<Ticket[]> {
  return ticketModel(desk.database)
    .find(filter as { workspace: string })
    .sort({ createdAt: -1 })
    .skip(skip)
    .limit(limit)
    .lean<Ticket[]>();
}

/** Each status, and for the team each priority, is in order of age in an index: the newest of each, put together. */
async function byStatus(
  desk: Desk,
  workspace: string,
  { status, priority, requester }: Search,
  filter: Filter,
  { skip, limit }: Required<Page>,
): Promise<Ticket[]> {
  const statuses = status ? [status] : STATUSES;
  const ranks = requester ? [{}] : (priority ? [priority] : PRIORITIES).map((one) => ({ rank: rankOf(one) }));
  const parts = statuses.flatMap((one) =>
    ranks.map((rank) => ({ workspace, ...filter, status: one, ...rank })),
  );
  const found = await Promise.all(parts.map((part) => newest(desk, part, { skip: 0, limit: skip + limit })));
  return found
    .flat()
    .toSorted((one, other) => other.createdAt.getTime() - one.createdAt.getTime())
    .slice(skip, skip + limit);
}
