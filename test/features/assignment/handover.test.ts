import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerHandover } from '../../../src/features/assignment/answers.ts';
import { handoverModel } from '../../../src/features/assignment/model.ts';
import { findPeople, setAvailability, updateProfile } from '../../../src/features/people/index.ts';
import { personModel } from '../../../src/features/people/model.ts';
import {
  askRequester,
  assignByHand,
  claimTicket,
  DESK,
  findTickets,
  getTicket,
  hearRequester,
  historyOf,
  moveTicket,
  returnTicket,
  type Ticket,
} from '../../../src/features/tickets/index.ts';
import { ticketModel } from '../../../src/features/tickets/model.ts';
import { trusted } from '../../../src/platform/database/index.ts';
import { people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';
import { meanwhile, open, startOver } from './support.ts';

let test: TestDesk;

const start = '2026-11-20T10:00:00Z';

/** What bo had heard before the test. */
let heard = 0;

beforeAll(async () => {
  test = await startTestDesk({ start, role: 'web' });
});

beforeEach(async () => {
  await startOver(test, start);
  await handoverModel(test.desk.database).deleteMany({ workspace: test.workspace });
  await test.quiet();
  heard = (await dmOfBo()).messages.length;
});

afterAll(() => test.stop());

const fridayShift = { friday: [{ from: '09:00', to: '17:00' }] };

/** Runs the sweeps that watch over shifts and handovers. */
async function look(): Promise<void> {
  const { desk, workspace } = test;
  await desk.events.settled();
  await desk.jobs.runNow('assignment.shifts', workspace);
  await desk.jobs.runNow('assignment.handover', workspace);
  await test.quiet();
}

async function assignedToBo(claimed = false): Promise<Ticket> {
  const { desk, workspace } = test;
  const { _id: ticketId } = await open(desk, workspace);
  await setAvailability(desk, { workspace, userId: people.bo, availability: 'available' });
  await desk.events.settled();
  await desk.jobs.runNow('assignment.sweep', workspace);
  if (claimed) await claimTicket(desk, { workspace, ticketId, by: people.bo });
  await desk.events.settled();
  return getTicket(desk, { workspace, ticketId });
}

const now = (ticket: Ticket): Promise<Ticket> =>
  getTicket(test.desk, { workspace: test.workspace, ticketId: ticket._id });

const availability = async (): Promise<string | undefined> =>
  (await findPeople(test.desk, { workspace: test.workspace, userIds: [people.bo] }))[0]?.availability;

async function dmOfBo() {
  const { channel } = await test.slack.act(people.bo, 'dm', { user: 'U0SHIFTDESK' });
  return { channel: channel?.id ?? '', messages: await test.slack.messages(people.bo, channel?.id ?? '') };
}

async function boHears(): Promise<{ text: string; channel: string; ts: string }> {
  const { channel, messages } = await dmOfBo();
  return { text: JSON.stringify(messages.slice(heard)), channel, ts: messages.at(-1)?.ts ?? '' };
}

/** The button of that id, the first where there are several. */
async function boPresses(action_id: string): Promise<void> {
  const { channel, messages } = await dmOfBo();
  const { ts, blocks = [] } = messages.at(-1) ?? { ts: '' };
  const block = blocks.find((each) => JSON.stringify(each).includes(`"${action_id}"`));
  const block_id = String(block?.block_id);
  const pressed = await test.slack.act(people.bo, 'action', { channel, ts, block_id, action_id });
  expect(pressed).toMatchObject({ ok: true });
}

describe('the end of a shift', () => {
  it('sets offline, asks for a handover once, and returns an untouched ticket after 15 minutes', async () => {
    const { desk, workspace, clock } = test;
    await updateProfile(desk, {
      workspace,
      userId: people.bo,
      profile: { timeZone: 'UTC', shifts: fridayShift },
    });
    const ticket = await assignedToBo();
    expect(ticket.assignee).toBe(people.bo);
    await look();
    clock.skip({ hours: 7, minutes: 1 });
    await look();
    await look();
    expect(await availability()).toBe('offline');
    expect((await boHears()).text.match(/Your shift is over/g)).toHaveLength(2);
    expect((await now(ticket)).assignee).toBe(people.bo);
    clock.skip({ minutes: 15 });
    await look();
    expect(await now(ticket)).toMatchObject({ status: 'new', assignee: null });
  });

  it('keeps a ticket in work until the requester writes', async () => {
    const { desk, workspace, clock } = test;
    const ticket = await assignedToBo(true);
    await setAvailability(desk, { workspace, userId: people.bo, availability: 'offline' });
    await look();
    clock.skip({ minutes: 16 });
    await look();
    expect(await now(ticket)).toMatchObject({ status: 'in_progress', assignee: people.bo });
    await hearRequester(desk, {
      workspace,
      ticketId: ticket._id,
      by: people.ana,
      text: 'Is anyone there?',
      key: 'wrote',
    });
    await look();
    expect(await now(ticket)).toMatchObject({ status: 'new', assignee: null });
  });

  it('returns nothing when the agent is back in time', async () => {
    const { desk, workspace, clock } = test;
    const ticket = await assignedToBo();
    await setAvailability(desk, { workspace, userId: people.bo, availability: 'offline' });
    await look();
    await setAvailability(desk, { workspace, userId: people.bo, availability: 'busy' });
    clock.skip({ minutes: 30 });
    await look();
    expect((await now(ticket)).assignee).toBe(people.bo);
  });

  it('lets the agent give a ticket back by the card', async () => {
    const { desk, workspace } = test;
    const ticket = await assignedToBo();
    await setAvailability(desk, { workspace, userId: people.bo, availability: 'offline' });
    await look();
    await boPresses('assignment.giveBack');
    expect(await now(ticket)).toMatchObject({ status: 'new', assignee: null });
    expect((await boHears()).text).toContain('went back to the queue');
  });

  it('takes the first answer; a second one from a card not drawn again yet is told what was answered', async () => {
    const { desk, workspace, slack } = test;
    const [one, other] = [await assignedToBo(), await assignedToBo()];
    await setAvailability(desk, { workspace, userId: people.bo, availability: 'offline' });
    await look();
    const { channel, messages } = await dmOfBo();
    const { ts, blocks = [] } = messages.at(-1) ?? { ts: '' };
    const press = (action_id: string, { _id }: Ticket) => {
      const block_id = String(blocks.find((each) => JSON.stringify(each).includes(`:${_id}"`))?.block_id);
      return slack.act(people.bo, 'action', { channel, ts, block_id, action_id });
    };
    const refused = (words: RegExp) =>
      slack.message(
        people.bo,
        channel,
        ({ is_ephemeral, text }) => is_ephemeral === true && words.test(text),
      );
    await Promise.all([press('assignment.keep', one), press('assignment.giveBack', one)]);
    await refused(/answered this already|not with you any more/);
    const handover = await handoverModel(desk.database).findOne({ workspace }).lean();
    const answer = handover?.tickets.find(({ ticketId }) => ticketId === one._id)?.answer;
    expect((await now(one)).assignee).toBe(answer === 'keep' ? people.bo : null);

    const given = { workspace, handoverId: String(handover?._id), ticketId: other._id, by: people.bo };
    await answerHandover(desk, { ...given, answer: 'keep' });
    await expect(answerHandover(desk, { ...given, answer: 'returned' })).rejects.toThrow(/stays with you/);
    expect((await now(other)).assignee).toBe(people.bo);
    await assignByHand(desk, { ...given, ticketId: other._id, by: people.lead, to: people.cy, why: 'test' });
    await expect(answerHandover(desk, { ...given, answer: 'keep' })).rejects.toThrow(/stays with you/);
  });

  it('returns what was given back when the process died before the ticket was written, and once', async () => {
    const { desk, workspace } = test;
    const ticket = await assignedToBo();
    await setAvailability(desk, { workspace, userId: people.bo, availability: 'offline' });
    await look();
    await handoverModel(desk.database).updateOne(
      { workspace, userId: people.bo },
      { $set: { 'tickets.0.answer': 'returned' } },
    );
    await look();
    expect((await now(ticket)).assignee).toBeNull();
    await assignByHand(desk, { workspace, ticketId: ticket._id, by: people.lead, to: people.bo });
    await look();
    expect((await now(ticket)).assignee).toBe(people.bo);
  });

  it('lists every open ticket in pages, those that wait for a customer too, and takes one answer for all', async () => {
    const { desk, workspace } = test;
    const opened: Ticket[] = [];
    for (let count = 0; count < 22; count += 1) opened.push(await open(desk, workspace));
    const ticketIds = opened.map(({ _id }) => _id);
    // As if bo had asked each customer something: none of them uses a place.
    await ticketModel(desk.database).updateMany(
      { workspace, _id: trusted({ $in: ticketIds }) },
      { $set: { status: 'waiting_on_customer', assignee: people.bo }, $inc: { rev: 1 } },
    );
    await look();
    const numbers = async () => new Set((await boHears()).text.match(/\*T-\d+\*/g)).size;
    expect((await boHears()).text).toContain('your 22 open tickets');
    expect(await numbers()).toBe(20);
    await boPresses('assignment.handoverNext');
    expect(await numbers()).toBe(2);
    await boPresses('assignment.handoverBack');
    await boPresses('assignment.keep');
    expect((await boHears()).text).toMatch(/T-\d+ stays with you/);
    await boPresses('assignment.giveBackAll');
    await until('all but one are back', async () => {
      const tickets = await findTickets(desk, { workspace, ticketIds });
      return tickets.filter(({ status, assignee }) => status === 'new' && assignee === null).length === 21;
    });
  });
});

describe('a kill between the steps of a handover', () => {
  const handovers = () => handoverModel(test.desk.database);
  const returnsOf = async (ticket: Ticket) =>
    (await historyOf(test.desk, await now(ticket))).filter(({ kind }) => kind === 'returned').length;

  /** Bo has gone and was asked about these tickets; a kill came before or after the card. */
  async function gone(tickets: readonly Ticket[]): Promise<void> {
    const { desk, workspace, clock } = test;
    clock.skip({ minutes: 1 });
    await setAvailability(desk, { workspace, userId: people.bo, availability: 'offline' });
    await desk.events.settled();
    await test.quiet();
    const about = tickets.map(({ _id: ticketId }) => ({ ticketId, answer: null }));
    await handovers().deleteMany({ workspace });
    const decided = {
      _id: `cut ${about[0]?.ticketId}`,
      userId: people.bo,
      why: 'offline' as const,
      open: true,
    };
    await handovers().create({ workspace, ...decided, askedAt: clock.now(), tickets: about });
    heard = (await dmOfBo()).messages.length;
  }

  it('decided, and its card not asked for', async () => {
    const ticket = await assignedToBo();
    await gone([ticket]);
    await look();
    await look();
    expect((await boHears()).text.match(new RegExp(`\\*T-${ticket.number}\\*`, 'g'))).toHaveLength(1);
    expect(await handovers().countDocuments({ workspace: test.workspace })).toBe(1);
  });

  it('its time is up, and one of two tickets returned', async () => {
    const { desk, workspace, clock } = test;
    const [one, other] = [await assignedToBo(), await assignedToBo()];
    await gone([one, other]);
    clock.skip({ minutes: 16 });
    await returnTicket(desk, { workspace, ticketId: one._id, by: DESK, why: 'cut off' });
    await look();
    await look();
    for (const ticket of [one, other]) {
      expect(await now(ticket)).toMatchObject({ status: 'new', assignee: null });
      expect(await returnsOf(ticket)).toBe(1);
    }
    expect(await handovers().findOne({ workspace })).toMatchObject({ open: false });
  });

  it('given back by the card, and the answer not noted: the card says where it is, whatever is pressed', async () => {
    const { desk, workspace } = test;
    const ticket = await assignedToBo();
    await gone([ticket]);
    await look();
    await returnTicket(desk, { workspace, ticketId: ticket._id, by: people.bo, why: 'handed over' });
    await boPresses('assignment.keep');
    expect((await boHears()).text).toContain('went back to the queue');
    await look();
    expect(await returnsOf(ticket)).toBe(1);
    expect(await handovers().findOne({ workspace })).toMatchObject({ open: false });
  });
});

describe('what happens to a ticket between the look of a sweep and its return', () => {
  const toCy = ({ _id: ticketId }: Ticket) =>
    assignByHand(test.desk, {
      workspace: test.workspace,
      ticketId,
      by: people.lead,
      to: people.cy,
      why: 'Bo is off',
    });
  const sweep = () => test.desk.jobs.runNow('assignment.handover', test.workspace);
  const handover = () => handoverModel(test.desk.database).findOne({ workspace: test.workspace }).lean();

  /** Bo is off and was asked about a ticket; what happens then does so while a sweep is on its way to return it. */
  async function asked(minutesAgo: number): Promise<Ticket> {
    const { desk, workspace, clock } = test;
    const ticket = await assignedToBo();
    await setAvailability(desk, { workspace, userId: people.bo, availability: 'offline' });
    await look();
    clock.skip({ minutes: minutesAgo });
    return ticket;
  }

  it('a lead gives it to somebody, who keeps it', async () => {
    const ticket = await asked(16);
    await meanwhile(test.desk, () => toCy(ticket), sweep);
    expect(await now(ticket)).toMatchObject({ status: 'assigned', assignee: people.cy });
    expect(await handover()).toMatchObject({ open: false });
  });

  it('its agent starts on it: it is decided on as it is then', async () => {
    const { desk, workspace } = test;
    const ticket = await asked(16);
    await meanwhile(desk, () => claimTicket(desk, { workspace, ticketId: ticket._id, by: people.bo }), sweep);
    await sweep();
    expect(await now(ticket)).toMatchObject({ status: 'in_progress', assignee: people.bo });
    expect(await handover()).toMatchObject({ open: true });
  });

  it('it goes back as was answered and is given to the same agent again, who keeps it', async () => {
    const { desk, workspace } = test;
    const ticket = await asked(1);
    const { _id: ticketId } = ticket;
    await handoverModel(desk.database).updateOne({ workspace }, { $set: { 'tickets.0.answer': 'returned' } });
    await meanwhile(
      desk,
      async () => {
        await returnTicket(desk, { workspace, ticketId, by: people.bo, why: 'handed over' });
        await assignByHand(desk, { workspace, ticketId, by: people.lead, to: people.bo });
      },
      sweep,
    );
    await sweep();
    expect(await now(ticket)).toMatchObject({ status: 'assigned', assignee: people.bo });
  });

  it('it is resolved after it was given back by the card: the sweep leaves it, and goes on', async () => {
    const { desk, workspace } = test;
    const ticket = await asked(1);
    await handoverModel(desk.database).updateOne({ workspace }, { $set: { 'tickets.0.answer': 'returned' } });
    await moveTicket(desk, { workspace, ticketId: ticket._id, by: people.bo, move: 'resolve' });
    await sweep();
    expect(await now(ticket)).toMatchObject({ status: 'resolved' });
    expect(await handover()).toMatchObject({ open: false });
  });

  it('a lead gives it to somebody where its agent has left', async () => {
    const { desk, workspace } = test;
    const ticket = await assignedToBo();
    await personModel(desk.database).updateOne(
      { workspace, userId: people.bo },
      { $set: { active: false, availability: 'offline' } },
    );
    await meanwhile(desk, () => toCy(ticket), sweep);
    expect(await now(ticket)).toMatchObject({ status: 'assigned', assignee: people.cy });
  });
});

describe('half an hour away', () => {
  it('asks for a handover, and less does not', async () => {
    const { desk, workspace, clock } = test;
    await assignedToBo();
    await setAvailability(desk, { workspace, userId: people.bo, availability: 'away' });
    clock.skip({ minutes: 29 });
    await look();
    expect((await boHears()).text).not.toContain('You have been away');
    clock.skip({ minutes: 2 });
    await look();
    expect((await boHears()).text).toContain('You have been away');
  });
});

describe('the start of a shift', () => {
  it('asks once, with one button, and sets nothing', async () => {
    const { desk, workspace, slack, clock } = test;
    await updateProfile(desk, {
      workspace,
      userId: people.bo,
      profile: { timeZone: 'UTC', shifts: { friday: [{ from: '12:00', to: '17:00' }] } },
    });
    await look();
    clock.skip({ hours: 2, minutes: 1 });
    await look();
    await look();
    const { text, channel, ts } = await boHears();
    expect(text.match(/"Your shift has started/g)).toHaveLength(2);
    expect(await availability()).toBe('offline');
    await slack.act(people.bo, 'action', { channel, ts, action_id: 'people.availability' });
    expect(await availability()).toBe('available');
    expect((await boHears()).text).toContain('You are 🟢 available until');
  });
});

describe('the day before days off', () => {
  it('asks for a handover, and returns nothing while the agent is there', async () => {
    const { desk, workspace, clock } = test;
    const overrides = [{ kind: 'off' as const, from: '2026-11-21', to: '2026-11-30' }];
    const ticket = await assignedToBo();
    await look();
    expect((await boHears()).text).not.toContain('You are off from tomorrow');
    await updateProfile(desk, { workspace, userId: people.bo, profile: { timeZone: 'UTC', overrides } });
    await look();
    clock.skip({ minutes: 30 });
    await look();
    expect((await boHears()).text.match(/You are off from tomorrow/g)).toHaveLength(2);
    expect((await now(ticket)).assignee).toBe(people.bo);
  });
});

describe('someone who is deactivated in Slack', () => {
  it('loses their tickets at once, by no sweep, also those that wait for a customer', async () => {
    const { desk, workspace } = test;
    const ticket = await assignedToBo(true);
    const waiting = await assignedToBo(true);
    const { _id: ticketId } = waiting;
    await askRequester(desk, { workspace, ticketId, by: people.bo, text: 'Which size?', key: 'size' });
    await test.slack.person({ id: people.bo, deleted: true });
    await until('both are back', async () =>
      [await now(ticket), await now(waiting)].every(({ assignee }) => assignee === null),
    );
    expect(await now(ticket)).toMatchObject({ status: 'new' });
    expect(await now(waiting)).toMatchObject({ status: 'new' });
  });
});
