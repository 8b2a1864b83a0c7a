import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setAvailability, updateProfile } from '../../../src/features/people/index.ts';
import {
  assignByHand,
  changePriority,
  claimTicket,
  detailTicket,
  getTicket,
  historyOf,
  openTicket,
  returnTicket,
  type Ticket,
} from '../../../src/features/tickets/index.ts';
import { mergeTicket } from '../../../src/features/tickets/service/join.ts';
import { undoChange } from '../../../src/features/tickets/service/undo.ts';
import { relabelTicket } from '../../../src/features/tickets/service/work.ts';
import type { MessageObject } from '../../../src/local/slack/control/types.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';

const { ana, ben, bo, cy, lead } = people;
const { general, triage } = channels;

let t: TestDesk;
beforeAll(async () => {
  t = await startTestDesk();
  for (const userId of [bo, cy, lead]) {
    await setAvailability(t.desk, { workspace: t.workspace, userId, availability: 'away' });
    await updateProfile(t.desk, { workspace: t.workspace, userId, profile: { capacity: 50 } });
  }
});
afterAll(() => t.stop());

/** A ticket in somebody's hands, with its card. */
async function claimed(subject: string, by: string = bo): Promise<Ticket> {
  const { _id: ticketId } = await openTicket(t.desk, {
    workspace: t.workspace,
    requester: ana,
    origin: { kind: 'rest', key: subject },
    subject,
  });
  await claimTicket(t.desk, { workspace: t.workspace, ticketId, by });
  return until(`the card of ${subject}`, async () => {
    const ticket = await now({ _id: ticketId });
    return ticket.card && ticket.pending.length === 0 ? ticket : null;
  });
}

const now = ({ _id: ticketId }: Pick<Ticket, '_id'>) =>
  getTicket(t.desk, { workspace: t.workspace, ticketId });
const press = (as: string, { ts }: { ts: string }, action_id: string, value?: string) =>
  t.slack.act(as, 'action', { channel: triage, ts, action_id, ...(value ? { value } : {}) });
const notice = (as: string, words: string): Promise<MessageObject> =>
  t.slack.message(as, triage, (one) => one.is_ephemeral === true && one.text.includes(words));

/** Opens a form of the card's menu, fills it and hands it in. */
async function form(as: string, ticket: Ticket, entry: string, entries: Record<string, string>) {
  await press(as, ticket.card!, 'tickets.more', `${entry}:${ticket._id}`);
  const view = await t.slack.view(as, `tickets.${entry}Modal`);
  return t.slack.act(as, 'submit', {
    view_id: view.id,
    entries: Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, { value }])),
  });
}

describe('from the card', () => {
  test('a move is told with Undo, and Undo leads back to where the ticket was', async () => {
    const ticket = await claimed('Which way');
    await form(bo, ticket, 'status', { move: 'wait', text: 'Which colour?' });
    const told = await notice(bo, `T-${ticket.number} moved to waiting on customer.`);
    await press(bo, told, 'tickets.undo');
    await notice(bo, 'Taken back');
    const back = await now(ticket);
    expect(back).toMatchObject({ status: 'in_progress', assignee: bo, waitingSince: null });
    const [last] = (await historyOf(t.desk, back)).toReversed();
    expect(last).toMatchObject({ kind: 'undone', by: bo, details: { kind: 'waiting' } });
    await press(bo, told, 'tickets.undo').catch(() => undefined);
    await until('quiet', async () => (await now(ticket)).status === 'in_progress');
  });

  test('a resolution taken back tells the requester that the ticket is open, and once', async () => {
    const ticket = await claimed('Too early');
    await press(bo, ticket.card!, 'tickets.resolve');
    const told = await notice(bo, `T-${ticket.number} moved to resolved.`);
    await press(bo, told, 'tickets.undo');
    await until('open again', async () => (await now(ticket)).status === 'in_progress');
    await t.quiet();
    const { talk, resolvedAt } = await now(ticket);
    expect(resolvedAt).toBeNull();
    const opened = () =>
      until('it is told', async () => {
        const texts = (await t.slack.messages(ana, talk!.channel, talk!.ts)).map(({ text }) => text);
        const told = texts.filter((text) => text.includes('is open again'));
        return told.length > 0 && told;
      });
    await opened();
    await t.quiet();
    expect(await opened()).toHaveLength(1);
  });

  test('after a later change of somebody else it says whose, and overwrites nothing', async () => {
    const ticket = await claimed('Two minds');
    await form(bo, ticket, 'priority', { priority: 'urgent' });
    const told = await notice(bo, 'is 🔥 Urgent now');
    await changePriority(t.desk, { workspace: t.workspace, ticketId: ticket._id, by: cy, to: 'low' });
    await press(bo, told, 'tickets.undo');
    await notice(bo, 'Nothing was taken back. Cy made it low.');
    expect((await now(ticket)).priority).toBe('low');
  });

  test('only who made a change takes it back, and what is no change of that kind cannot be', async () => {
    const ticket = await claimed('Not yours');
    const act = { workspace: t.workspace, ticketId: ticket._id };
    const claim = (await historyOf(t.desk, ticket)).find(({ kind }) => kind === 'claimed')!;
    await expect(undoChange(t.desk, { ...act, by: cy, seq: claim.seq })).rejects.toThrow(/Only the one/);
    await expect(undoChange(t.desk, { ...act, by: ana, seq: 1 })).rejects.toThrow();
    await expect(undoChange(t.desk, { ...act, by: bo, seq: 99 })).rejects.toThrow(/cannot be taken back/);
  });

  test('labels are not taken back over what a merge or a journey’s answers put there since', async () => {
    const ticket = await claimed('Labels, then more');
    const act = { workspace: t.workspace, ticketId: ticket._id, by: bo };
    const labels = { category: 'Damage', tags: ['vip'], watchers: [] };
    const long = { story: 'x'.repeat(600) };
    const { rev: first, fields } = await relabelTicket(t.desk, { ...act, ...labels, fields: long });
    expect(fields).toEqual(long);
    const other = await claimed('Merged into it', cy);
    await mergeTicket(t.desk, { ...act, ticketId: other._id, number: `T-${ticket.number}` });
    await expect(undoChange(t.desk, { ...act, seq: first })).rejects.toThrow(/Nothing was taken back/);
    const { rev: second } = await relabelTicket(t.desk, { ...act, ...labels, tags: [] });
    const details = {
      answers: [],
      category: 'Bug',
      skills: [],
      text: 'It broke',
      journey: { key: 'x', version: 1 },
    };
    await detailTicket(t.desk, {
      ...act,
      by: ana,
      details: { ...details, fields: { story: 'short', os: 'Linux' } },
    });
    await expect(undoChange(t.desk, { ...act, seq: second })).rejects.toThrow(/Nothing was taken back/);
    expect(await now(ticket)).toMatchObject({ category: 'Bug', fields: { ...long, os: 'Linux' } });
  });

  test('a return taken back is not told to the requester, who heard of neither', async () => {
    const ticket = await claimed('To and fro');
    const act = { workspace: t.workspace, ticketId: ticket._id, by: bo };
    const { rev: seq } = await returnTicket(t.desk, { ...act, why: 'Needs a lead' });
    await undoChange(t.desk, { ...act, seq });
    await t.quiet();
    const { talk, assignee } = await now(ticket);
    expect(assignee).toBe(bo);
    const texts = (await t.slack.messages(ana, talk!.channel, talk!.ts)).map(({ text }) => text);
    expect(texts.filter((text) => text.includes('has your request now'))).toHaveLength(1);
  });

  test('an assignment taken back gives the ticket to who had it, and two at once take it back once', async () => {
    const ticket = await claimed('Back and forth');
    const act = { workspace: t.workspace, ticketId: ticket._id, by: lead };
    const { rev: seq } = await assignByHand(t.desk, { ...act, to: cy, why: 'knows it' });
    const tries = await Promise.allSettled([1, 2].map(() => undoChange(t.desk, { ...act, seq })));
    expect(tries.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await now(ticket)).toMatchObject({ status: 'in_progress', assignee: bo });
  });
});

describe('what cannot be undone asks first', () => {
  test('cancelling names what is lost; nothing happens until it is confirmed', async () => {
    const ticket = await claimed('By mistake');
    const { view } = await form(bo, ticket, 'status', { move: 'cancel', text: 'Entered twice' });
    expect(view?.callback_id).toBe('tickets.confirmModal');
    expect(JSON.stringify(view?.blocks)).toMatch(/cannot be undone/);
    expect((await now(ticket)).status).toBe('in_progress');
    await t.slack.act(bo, 'submit', { view_id: String(view?.id) });
    const cancelled = await now(ticket);
    expect(cancelled.status).toBe('cancelled');
    const [last] = (await historyOf(t.desk, cancelled)).toReversed();
    expect(last?.why).toBe('Entered twice');
  });

  test('merging asks as well; what cannot be merged is said beside the field', async () => {
    const one = await claimed('Twin one');
    const other = await claimed('Twin two');
    const itself = await form(bo, one, 'merge', { ticket: `T-${one.number}`, how: 'merge' });
    expect(itself.errors).toEqual({ ticket: 'A ticket cannot be merged into itself.' });
    const top = (await t.slack.views(bo)).at(-1)!;
    await t.slack.act(bo, 'close', { view_id: top.id, all: true });
    const { view } = await form(bo, one, 'merge', { ticket: `T-${other.number}`, how: 'merge' });
    expect((await now(one)).mergedInto).toBeNull();
    await t.slack.act(bo, 'submit', { view_id: String(view?.id) });
    expect((await now(one)).mergedInto).toBe(other._id);
  });

  test('a link is taken away again, on both sides', async () => {
    const [one, other] = [await claimed('Link one'), await claimed('Link two')];
    for (const [how, linked] of [
      ['link', true],
      ['unlink', false],
    ] as const) {
      await form(bo, one, 'merge', { ticket: `T-${other.number}`, how });
      expect((await now(one)).links.includes(other._id)).toBe(linked);
      await until(
        'the other side follows',
        async () => (await now(other)).links.includes(one._id) === linked,
      );
    }
  });
});

describe('from the ticket view, where there is no message to answer in', () => {
  test('the view shows the change with Undo on top, whatever opened it', async () => {
    const ticket = await claimed('From the list');
    await t.slack.act(bo, 'command', { channel: general, text: `/ticket find T-${ticket.number}` });
    const list = await t.slack.view(bo, 'tickets.listModal');
    await t.slack.act(bo, 'action', { view_id: list.id, action_id: 'tickets.details', value: ticket._id });
    const details = await t.slack.view(bo, 'tickets.detailsModal');
    const more = { view_id: details.id, action_id: 'tickets.more' };
    await t.slack.act(bo, 'action', { ...more, value: `status:${ticket._id}` });
    const status = await t.slack.view(bo, 'tickets.statusModal');
    await t.slack.act(bo, 'submit', {
      view_id: status.id,
      entries: { move: { value: 'return' }, text: { value: 'Needs someone else' } },
    });
    const shown = (words: string) =>
      t.slack.until(words, async () =>
        JSON.stringify((await t.slack.views(bo)).at(-1)?.blocks).includes(words),
      );
    await shown('is back in the queue.');
    await t.slack.act(bo, 'action', { view_id: details.id, action_id: 'tickets.undo' });
    await shown('Taken back.');
    expect(await now(ticket)).toMatchObject({ status: 'in_progress', assignee: bo, returns: [] });
    await t.slack.act(bo, 'close', { view_id: details.id, all: true });
  });

  test('category, tags, fields and watchers are edited together and taken back together', async () => {
    const ticket = await claimed('Labels');
    await press(bo, ticket.card!, 'tickets.more', `details:${ticket._id}`);
    const details = await t.slack.view(bo, 'tickets.detailsModal');
    await t.slack.act(bo, 'action', { view_id: details.id, action_id: 'tickets.labels' });
    const labels = await t.slack.view(bo, 'tickets.labelsModal');
    const hand = (fields: string) =>
      t.slack.act(bo, 'submit', {
        view_id: labels.id,
        entries: {
          category: { value: 'Damage' },
          tags: { value: 'VIP' },
          fields: { value: fields },
          watchers: { value: [ben] },
        },
      });
    expect((await hand('no colon here')).errors).toEqual({
      fields: 'Line 1: write a name, a colon and a value, for example: order: 4711',
    });
    await hand('order: 4711\n\ncarrier: DHL: express');
    await t.slack.until('all of it', async () => {
      const seen = JSON.stringify((await t.slack.views(bo)).at(-1)?.blocks);
      return ['Damage', 'vip', '4711', 'DHL: express', 'Watchers', 'Ben'].every((each) =>
        seen.includes(each),
      );
    });
    expect(await now(ticket)).toMatchObject({
      fields: { order: '4711', carrier: 'DHL: express' },
      watchers: [ben],
    });
    await t.slack.act(bo, 'action', { view_id: details.id, action_id: 'tickets.undo' });
    await t.slack.until('taken back', async () =>
      JSON.stringify((await t.slack.views(bo)).at(-1)?.blocks).includes('Taken back.'),
    );
    expect(await now(ticket)).toMatchObject({ category: ticket.category, tags: [], fields: {} });
    await t.slack.act(bo, 'close', { view_id: details.id, all: true });
  });
});
