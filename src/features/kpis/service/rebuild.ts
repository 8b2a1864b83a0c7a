import type { Desk } from '../../../platform/desk.ts';
import { eachTicket } from '../../tickets/index.ts';
import { addUpObserved } from './add-up.ts';
import { observeTickets } from './observe.ts';

const batch = 200;
const always = { from: new Date(0), to: new Date(8.64e15) };

/**
 * Works out again what every ticket on file contributes, and adds up the days anew, as slowly and as surely as if
 * nothing had been kept. Days whose tickets are gone keep their figures. Safe beside a running desk.
 * @returns how many tickets were read.
 */
export async function rebuildFigures(desk: Desk, workspace: string): Promise<number> {
  let ticketIds: string[] = [];
  let read = 0;
  const observe = async (): Promise<void> => {
    await observeTickets(desk, workspace, ticketIds);
    read += ticketIds.length;
    ticketIds = [];
  };
  for await (const { _id } of eachTicket(desk, { workspace, ...always })) {
    ticketIds.push(_id);
    if (ticketIds.length >= batch) await observe();
  }
  await observe();
  await addUpObserved(desk, workspace);
  return read;
}
