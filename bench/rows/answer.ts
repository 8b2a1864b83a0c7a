import { personModel } from '../../src/features/people/model.ts';
import { openTicket } from '../../src/features/tickets/index.ts';
import { ControlClient } from '../../src/local/slack/control/client.ts';
import type { MessageObject } from '../../src/local/slack/control/types.ts';
import { startSandbox } from '../../src/local/slack/index.ts';
import { defaultSeed } from '../../src/local/slack/state/seed.ts';
import { startDeskProcess } from '../../test/support/process.ts';
import { until } from '../../test/support/until.ts';
import { startEmbedded } from '../mongo/servers.ts';
import { connectBareDesk } from '../support/bare-desk.ts';
import { makeTickets } from '../support/documents.ts';
import type { Row } from '../support/row.ts';
import { answersOf } from './answers.ts';

const WORKSPACE = 'T0SHIFTDESK';
const TRIAGE = 'C0TRIAGE';
const PER_SECOND = 100;
const SECONDS = 10;
const WARM_SECONDS = 4;
/** A ticket that Slack knows of: nothing of it is left to tell. */
const settled = { pending: [], card: { channel: TRIAGE, ts: '1.000001' } };
/** Enough that nobody acts again before they have their answer. */
const agents = Array.from({ length: 200 }, (_, index) => `U0BENCH${index}`);

/** How long people wait for what they asked for, among many open tickets and among few. */
export const answer: Row = {
  name: 'answer',
  budget: `${PER_SECOND} interactions a second, 100,000 open: 95 of 100 answered within 300 ms; ≤ 1.5 × the same at 1,000; every acknowledgement ≤ 1 s`,
  measure: async () => {
    const few = await waits(1_000);
    const many = await waits(100_000);
    const growth = many.p95 / few.p95;
    return {
      measured: `95 of 100 within ${many.p95} ms (middle ${many.p50} ms), ×${growth.toFixed(2)}; slowest acknowledgement ${many.slowestAck} ms; ${many.answered} of ${many.asked} answered`,
      held: many.p95 <= 300 && growth <= 1.5 && many.slowestAck <= 1_000 && many.answered === many.asked,
    };
  },
};

async function waits(open: number) {
  const mongo = await startEmbedded();
  const users = agents.map((id) => ({
    id,
    name: id.toLowerCase(),
    realName: id,
    title: 'Agent',
    email: `${id}@acme.example`,
  }));
  const seeded = defaultSeed.channels.map((channel) =>
    channel.id === TRIAGE ? { ...channel, members: [...(channel.members ?? []), ...agents] } : channel,
  );
  const sandbox = await startSandbox({
    manifest: 'manifest.yml',
    seed: { ...defaultSeed, users: [...defaultSeed.users, ...users], channels: seeded },
  });
  const { desk, stop } = await connectBareDesk({ uri: mongo.uri, name: 'bench' });
  await makeTickets(desk, open, {
    workspace: WORKSPACE,
    first: 100_000,
    createdAt: (index) => new Date(Date.now() - index),
    change: { ...settled, status: 'in_progress', assignee: 'U0DEE' },
  });
  await makeTickets(desk, 200, {
    workspace: WORKSPACE,
    first: 10,
    change: { ...settled, status: 'waiting_on_customer', assignee: agents[0] as string },
  });
  await personModel(desk.database).insertMany(
    agents.map((userId) => ({
      workspace: WORKSPACE,
      userId,
      name: userId,
      roles: ['agent'],
      availability: 'away',
      availabilitySince: new Date(),
      capacity: 1_000,
    })),
  );
  const process = await startDeskProcess({
    MONGODB_URI: mongo.uri,
    MONGODB_DATABASE: 'bench',
    SLACK_API_URL: sandbox.apiUrl,
    SLACK_BOT_TOKEN: sandbox.botToken,
    SLACK_APP_TOKEN: sandbox.appToken,
    SLACK_PACE: '100',
    SEED_FILE: 'manifests/sandbox.yml',
    PORT: '0',
    LOG_LEVEL: 'fatal',
  });
  const slack = new ControlClient(sandbox.url);
  await personModel(desk.database).updateMany({ workspace: WORKSPACE }, { $set: { availability: 'away' } });
  const claims = (PER_SECOND / 10) * (SECONDS + WARM_SECONDS);
  for (let n = 0; n < claims; n += 1)
    await openTicket(desk, {
      workspace: WORKSPACE,
      requester: 'U0ANA',
      origin: { kind: 'rest', key: `fresh ${n}` },
      subject: `Fresh ${n}`,
    });
  const cards = await until(
    'the cards are there',
    async () => {
      const posted = (await slack.messages('U0LEAD', TRIAGE)).filter(({ text }) => text.includes('Fresh'));
      return posted.length >= claims ? posted.map(cardOf) : null;
    },
    120,
  );
  await until('everybody was told of them', async () => (await desk.outbox.waiting(WORKSPACE)) === 0, 120);
  await actEvenly(slack, cards, 0, WARM_SECONDS);
  const since = Date.now();
  await actEvenly(slack, cards, WARM_SECONDS, SECONDS);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const result = answersOf(await slack.deliveries(), await slack.calls(), since);
  await process.stop();
  await stop();
  await sandbox.close();
  await mongo.stop();
  return result;
}

/** A card, and what its menu says for Details. */
type Card = { ts: string; details: string };

const cardOf = ({ ts, blocks }: MessageObject): Card => ({
  ts,
  details: /details:[\w-]+/.exec(JSON.stringify(blocks))?.[0] ?? '',
});

/** Everybody acts in turn, evenly, whether or not others have been answered. */
async function actEvenly(
  slack: ControlClient,
  cards: readonly Card[],
  from: number,
  seconds: number,
): Promise<void> {
  const acts: Promise<unknown>[] = [];
  const start = performance.now();
  for (let n = 0; n < seconds * PER_SECOND; n += 1) {
    const wait = start + (n * 1_000) / PER_SECOND - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    acts.push(act(slack, cards, from * PER_SECOND + n));
  }
  await Promise.all(acts);
}

/** Does one thing, and closes what it opened: Slack opens no fourth form above three. */
async function act(slack: ControlClient, cards: readonly Card[], n: number): Promise<void> {
  const as = agents[n % agents.length] as string;
  await press(slack, as, cards, n);
  for (const { id } of (await slack.views(as)).slice(0, 1))
    await slack.act(as, 'close', { view_id: id, all: true });
}

function press(slack: ControlClient, as: string, cards: readonly Card[], n: number): Promise<unknown> {
  const kind = n % 10;
  const { ts, details } = cards[Math.floor(n / 10)] as Card;
  const card = { channel: TRIAGE, ts };
  if (kind === 9) return slack.act(as, 'action', { ...card, action_id: 'tickets.claim' });
  if (kind === 8) return slack.act(as, 'action', { ...card, action_id: 'tickets.more', value: details });
  const text = kind < 4 ? '/ticket queue' : kind < 6 ? '/ticket mine' : `/ticket find rare${n} parcel`;
  return slack.act(as, 'command', { channel: 'C0GENERAL', text });
}
