import { afterAll, beforeAll, expect, test } from 'vitest';
import { setRoles } from '../../../src/features/people/index.ts';
import { openTicket } from '../../../src/features/tickets/index.ts';
import { defaultSeed } from '../../../src/local/slack/state/seed.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { assigneeOn, card } from './talk.ts';

const agents = Array.from({ length: 50 }, (_, index) => `U0RUSH${index}`);

let t: TestDesk;
beforeAll(async () => {
  const users = agents.map((id, index) => ({
    id,
    name: `rush${index}`,
    realName: `Rush ${index}`,
    title: 'Agent',
    email: `rush${index}@acme.example`,
  }));
  const seeded = defaultSeed.channels.map((channel) =>
    channel.id === channels.triage
      ? { ...channel, members: [...(channel.members ?? []), ...agents] }
      : channel,
  );
  t = await startTestDesk({
    slack: { ...defaultSeed, users: [...defaultSeed.users, ...users], channels: seeded },
  });
  await Promise.all(
    agents.map((userId) => setRoles(t.desk, { workspace: t.workspace, userId, roles: ['agent'] })),
  );
  for (const userId of [people.bo, people.cy])
    await t.slack.act(userId, 'command', { channel: channels.general, text: '/shift busy' });
});
afterAll(() => t.stop());

const open = (key: string) =>
  openTicket(t.desk, {
    workspace: t.workspace,
    requester: people.ana,
    origin: { kind: 'rest', key },
    subject: `Ticket ${key}`,
  });

test('50 agents press Claim at the same moment: one wins, 49 are told who', async () => {
  await open('wanted');
  const { ts } = await card(t, 'T-1001');
  await Promise.all(
    agents.map((as) =>
      t.slack.act(as, 'action', { channel: channels.triage, ts, action_id: 'tickets.claim' }),
    ),
  );
  const claimed = await card(t, 'T-1001', (text) => text.includes('In progress'));
  const winner = assigneeOn(claimed);
  const losers = agents.filter((_, index) => `rush${index}` !== winner);
  expect(losers.length).toBe(49);
  await Promise.all(
    losers.map((as) =>
      t.slack.message(
        as,
        channels.triage,
        (one) => one.is_ephemeral === true && one.text.startsWith(`${winner} was first`),
      ),
    ),
  );
  expect(await t.slack.failures()).toEqual([]);
});

// Last, because the desk goes on posting a thousand cards after it.
test('1,000 tickets at once get 1,000 numbers', async () => {
  const tickets = await Promise.all(Array.from({ length: 1_000 }, (_, index) => open(String(index))));
  expect(new Set(tickets.map(({ number }) => number)).size).toBe(1_000);
});
