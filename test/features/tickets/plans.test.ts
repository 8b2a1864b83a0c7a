import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeTickets } from '../../../bench/support/documents.ts';
import { parseSearch } from '../../../src/features/tickets/domain/search.ts';
import {
  claimTicket,
  countByStatus,
  eventsBetween,
  findTickets,
  getTicketByNumber,
  historyOf,
  messagesOf,
  openTicket,
  openTicketsOf,
  replyToTicket,
  ticketsOfRequester,
  waitingTickets,
} from '../../../src/features/tickets/index.ts';
import { ticketModel } from '../../../src/features/tickets/model.ts';
import { followDeletion, followEdit } from '../../../src/features/tickets/service/edits.ts';
import { presetsOf } from '../../../src/features/tickets/service/presets.ts';
import { ticketOfThread } from '../../../src/features/tickets/service/read.ts';
import { drawMissingCards } from '../../../src/features/tickets/service/relay.ts';
import { searchTickets } from '../../../src/features/tickets/service/search.ts';
import { people, startTestDesk, type TestDesk } from '../../support/desk.ts';

const { ana, bo } = people;

let t: TestDesk;
beforeAll(async () => {
  t = await startTestDesk();
});
afterAll(() => t.stop());

describe('every query of tickets', () => {
  // The test desk explains what it saw when it stops, and fails on a scan or a missing workspace.
  test('is made once, for the desk to be asked how it was served', async () => {
    const { desk, workspace } = t;
    const ticket = await openTicket(desk, {
      workspace,
      requester: ana,
      origin: { kind: 'rest', key: 'plans' },
      subject: 'Cup broken on arrival',
    });
    const { _id: ticketId } = ticket;
    await t.quiet();
    await claimTicket(desk, { workspace, ticketId, by: bo });
    await replyToTicket(desk, { workspace, ticketId, by: bo, text: 'Hello', key: 'one' });
    const found = await searchTickets(desk, { workspace, search: parseSearch('brok cup') });
    expect(found.map(({ number }) => number)).toEqual([1001]);
    const place = { channel: 'C1', ts: '1.2' };
    const now = new Date();
    await Promise.all([
      getTicketByNumber(desk, { workspace, number: 'T-1001' }),
      findTickets(desk, { workspace, ticketIds: [ticketId] }),
      historyOf(desk, ticket),
      messagesOf(desk, { workspace, ticketId }),
      waitingTickets(desk, { workspace }),
      openTicketsOf(desk, { workspace, userId: bo }),
      ticketsOfRequester(desk, { workspace, userId: ana }),
      ticketsOfRequester(desk, { workspace, userId: ana, which: 'all' }),
      countByStatus(desk, workspace),
      ticketOfThread(desk, workspace, place),
      eventsBetween(desk, { workspace, from: now, to: now, kinds: ['rated'] }),
      followEdit(desk, { workspace, ...place, text: 'x' }),
      followDeletion(desk, { workspace, ...place }),
      ...[
        'cup broken',
        'T-1001',
        `from:${ana}`,
        `to:${bo}`,
        'tag:vip',
        'status:new',
        'priority:high cup',
        'priority:high',
        'status:new priority:low',
      ].map((input) => searchTickets(desk, { workspace, search: parseSearch(input) })),
      ...[
        'tickets.relay',
        'tickets.bundles',
        'tickets.silence',
        'tickets.merges',
        'journeys.finish',
        'journeys.pictures',
      ].map((name) => desk.jobs.runNow(name, workspace)),
      presetsOf(desk, workspace, 'reply'),
      drawMissingCards(desk, workspace),
    ]);
    await t.quiet();
  });

  test('words that are in very many tickets find the newest, page by page, and a rare word leads', async () => {
    const { desk, workspace } = t;
    const start = Date.now() - 2_000;
    await makeTickets(desk, 1_100, {
      workspace,
      first: 5_001,
      createdAt: (index) => new Date(start + index),
    });
    const numbers = async (input: string, skip = 0) =>
      (await searchTickets(desk, { workspace, search: parseSearch(input), skip, limit: 3 })).map(
        ({ number }) => number,
      );
    expect(await numbers('parc arriv')).toEqual([6_100, 6_099, 6_098]);
    const counts = vi.spyOn(ticketModel(desk.database), 'countDocuments');
    expect(await numbers('parc arriv', 3)).toEqual([6_097, 6_096, 6_095]);
    expect(counts, 'both were common a moment ago').not.toHaveBeenCalled();
    counts.mockRestore();
    expect(await numbers('parc priority:high')).toEqual([]);
    expect(await numbers('cup brok')).toEqual([1001]);
    expect(await numbers('status:new')).toEqual([6_100, 6_099, 6_098]);
  });
});
