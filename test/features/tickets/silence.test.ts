import { afterAll, beforeAll, expect, test } from 'vitest';
import { setAvailability } from '../../../src/features/people/index.ts';
import {
  askRequester,
  assignByHand,
  getTicket,
  hearRequester,
  historyOf,
  openTicket,
} from '../../../src/features/tickets/index.ts';
import { people, startTestDesk, type TestDesk } from '../../support/desk.ts';

const { ana, bo, cy, lead } = people;

let t: TestDesk;
let ticketId: string;
beforeAll(async () => {
  t = await startTestDesk({ start: '2026-11-16T09:00:00+01:00' });
  for (const userId of [bo, cy, lead])
    await setAvailability(t.desk, { workspace: t.workspace, userId, availability: 'away' });
  const { workspace } = t;
  ({ _id: ticketId } = await openTicket(t.desk, {
    workspace,
    requester: ana,
    origin: { kind: 'rest', key: 'silence' },
    subject: 'Silence',
  }));
  await assignByHand(t.desk, { workspace, ticketId, by: lead, to: bo });
  await askRequester(t.desk, { workspace, ticketId, by: bo, text: 'Which colour?', key: 'question' });
});
afterAll(() => t.stop());

const sweep = () => t.desk.jobs.runNow('tickets.silence', t.workspace);
const ticket = () => getTicket(t.desk, { workspace: t.workspace, ticketId });
const kinds = async () => (await historyOf(t.desk, await ticket())).map(({ kind }) => kind);

test('who does not answer is reminded once after 2 days', async () => {
  t.clock.skip({ days: 1, hours: 23 });
  await sweep();
  expect(await kinds()).not.toContain('reminded');
  t.clock.skip({ hours: 2 });
  await sweep();
  await sweep();
  expect((await kinds()).filter((kind) => kind === 'reminded').length).toBe(1);
});

test('after 5 days the ticket is resolved, after 3 more silent ones closed', async () => {
  t.clock.skip({ days: 3, hours: 1 });
  await sweep();
  expect((await ticket()).status).toBe('resolved');
  t.clock.skip({ days: 2 });
  await hearRequester(t.desk, {
    workspace: t.workspace,
    ticketId,
    by: ana,
    text: 'Thank you',
    key: 'thanks',
  });
  t.clock.skip({ days: 1, hours: 1 });
  await sweep();
  expect((await ticket()).status).toBe('resolved');
  t.clock.skip({ days: 2 });
  await sweep();
  expect((await ticket()).status).toBe('closed');
});
