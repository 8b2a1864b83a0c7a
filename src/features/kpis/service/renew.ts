import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey } from '../../../platform/errors.ts';
import { eachTicket } from '../../tickets/index.ts';
import { figuresVersionModel } from '../model.ts';
import { observeTickets } from './observe.ts';

/** Raised whenever days come to hold other figures than before: all days are then added up again, once. */
const figuresVersion = 2;
/** Tickets worked out again in one run of the sweep, so that a desk with many stays quick. */
const ticketsPerRun = 2_000;
const batch = 200;
const never = new Date(8.64e15);

/** True while figures on file were added up by older rules. */
export async function isOutdated(desk: Desk, workspace: string): Promise<boolean> {
  return (await begunAt(desk, workspace)) !== null;
}

/**
 * Works out the next tickets again, oldest first, where days were added up by older rules (docs/rules/kpis.md). Safe to
 * repeat and beside another process: each run goes on from where the last has come, and the sweep adds the days up.
 */
export async function renewFigures(desk: Desk, workspace: string): Promise<void> {
  const begin = await begunAt(desk, workspace);
  if (!begin) return;
  const ticketIds: string[] = [];
  let last = begin;
  let next: Date | null = null;
  for await (const { _id, createdAt } of eachTicket(desk, { workspace, from: begin, to: never })) {
    // Tickets of one moment stay together, because the next run begins with a moment.
    if (ticketIds.length >= ticketsPerRun && createdAt > last) {
      next = createdAt;
      break;
    }
    ticketIds.push(_id);
    last = createdAt;
  }
  for (let start = 0; start < ticketIds.length; start += batch)
    await observeTickets(desk, workspace, ticketIds.slice(start, start + batch));
  await note(desk, workspace, next);
}

/** From which moment of creation on tickets are to be worked out; null when none are. */
async function begunAt(desk: Desk, workspace: string): Promise<Date | null> {
  const known = await figuresVersionModel(desk.database).findOne({ workspace }).lean();
  if (!known || known.version < figuresVersion) return new Date(0);
  return known.version === figuresVersion ? known.from : null;
}

async function note(desk: Desk, workspace: string, from: Date | null): Promise<void> {
  const change = { $set: { version: figuresVersion, from } };
  const write = () => figuresVersionModel(desk.database).updateOne({ workspace }, change, { upsert: true });
  await write().catch((error: unknown) => {
    if (!isDuplicateKey(error)) throw error;
    return write();
  });
}
