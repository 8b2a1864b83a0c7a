import { isDeepStrictEqual } from 'node:util';
import { historiesOf } from '../../src/features/tickets/index.ts';
import * as assigning from '../../test/features/assignment/killed.ts';
import * as escalating from '../../test/features/escalation/killed.ts';
import { until } from '../../test/support/until.ts';

const rounds = 8;
const tickets = 200;
const late = 12;

/**
 * Pairs of processes are killed again and again while they assign a full queue, and while tickets breach.
 * @throws when a ticket is lost or doubled, a place is not given back, or an alert comes twice or never.
 */
export async function soakPromiseKills(say: (line: string) => void): Promise<void> {
  await assignThroughKills();
  say(`${tickets} tickets assigned once each, through ${rounds} pairs of kills`);
  await breachThroughKills();
  say(`${late} breaches told once each, through ${rounds} pairs of kills`);
}

async function assignThroughKills(): Promise<void> {
  const test = await assigning.filledDesk(tickets);
  for (let round = 1; round <= rounds; round += 1) {
    const so = Math.floor((tickets * round) / (rounds + 1) - Math.random() * 10);
    await assigning.killTwoAfter(test, so);
  }
  const all = await until('every ticket has somebody', async () => {
    await assigning.finish(test);
    const now = await assigning.haveSomebody(test);
    return now.length === tickets && now;
  });
  await assigning.finish(test);
  const histories = await historiesOf(test.desk, test.workspace, all);
  for (const [ticketId, history] of histories) {
    const times = history.filter(({ kind }) => kind === 'assigned').length;
    if (times !== 1) throw new Error(`ticket ${ticketId} was assigned ${times} times`);
  }
  const places = await assigning.places(test, all);
  const wrong = places.filter(({ tickets: has, load, held }) => load !== has || held !== has);
  if (wrong.length > 0) throw new Error(`places do not agree with tickets: ${JSON.stringify(places)}`);
  await test.stop();
}

async function breachThroughKills(): Promise<void> {
  const { test, opened } = await escalating.lateDesk(late);
  for (let round = 1; round <= rounds; round += 1) {
    const end = Date.now() + Math.random() * 700;
    await escalating.killTwoWhen(test, 'a random moment', async () => Date.now() > end);
  }
  const right = opened.map(() => ({ alerts: 1, raises: 1, red: 1 }));
  await until('everything was told', async () => {
    await escalating.finish(test);
    return (await escalating.outcome(test, opened)).every(
      ({ alerts, raises, red }) => alerts && raises && red,
    );
  });
  const found = await escalating.outcome(test, opened);
  if (!isDeepStrictEqual(found, right)) throw new Error(`not once each: ${JSON.stringify(found)}`);
  await test.stop();
}
