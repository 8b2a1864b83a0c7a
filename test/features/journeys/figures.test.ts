import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { figuresOf } from '../../../src/features/journeys/domain/figures.ts';
import { applyManifests } from '../../../src/features/journeys/index.ts';
import { intakeModel } from '../../../src/features/journeys/model.ts';
import { journeyFigures } from '../../../src/features/journeys/service/figures.ts';
import {
  beginDryRun,
  beginIntake,
  startOver,
  takeAnswer,
} from '../../../src/features/journeys/service/intake.ts';
import { publishJourney } from '../../../src/features/journeys/service/versions.ts';
import { trusted } from '../../../src/platform/database/index.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';
import { sample } from './samples.ts';

test('the median of counted minutes is that of the list', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { minLength: 1 }), (list) => {
      const day = (minutes: number) => ({
        started: 1,
        finished: 1,
        givenUp: [],
        minutes: [{ minutes, count: 1 }],
      });
      const sorted = list.toSorted((one, other) => one - other);
      const half = sorted.length / 2;
      const median = (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
      expect(figuresOf(list.map(day)).medianMinutes).toBe(median);
    }),
  );
});

describe('how a journey does', () => {
  const { ana, ben, cy, manager } = people;
  let t: TestDesk;
  beforeAll(async () => {
    t = await startTestDesk({ start: '2026-11-20T10:00:00Z' });
    await applyManifests(t.desk, t.workspace);
    await publishJourney(t.desk, { workspace: t.workspace, journey: sample, by: manager });
  });
  afterAll(() => t.stop());

  const begin = (userId: string) => beginIntake(t.desk, { workspace: t.workspace, userId, key: 'sample' });
  const figures = async () => {
    await t.desk.jobs.runNow('journeys.count', t.workspace);
    return (await journeyFigures(t.desk, t.workspace, ['sample'])).get('sample');
  };

  test('a manager’s Home and the list say so when nobody began one', async () => {
    await t.slack.act(manager, 'open-home', { tab: 'home' });
    await until('Home', async () =>
      /Journeys, last 30 days.*General support\*: nobody began it/s.test(
        JSON.stringify(await t.slack.home(manager)),
      ),
    );
    expect(await figures()).toBeUndefined();
  });

  test('counts who started, finished and gave up where, and the median time, by version', async () => {
    const finish = async (userId: string, minutes: number) => {
      const first = await takeAnswer(t.desk, await begin(userId), 'topic', 'other');
      t.clock.skip({ minutes });
      await takeAnswer(t.desk, first, 'details', 'All is well.');
    };
    await finish(ana, 2);
    await finish(ana, 4);
    await finish(ben, 9);
    await takeAnswer(t.desk, await begin(cy), 'topic', 'order');
    await beginDryRun(t.desk, { workspace: t.workspace, userId: manager, journey: sample });
    expect((await figures())?.total).toEqual({ started: 4, finished: 3, givenUp: [], medianMinutes: 4 });

    await publishJourney(t.desk, { workspace: t.workspace, journey: sample, by: manager });
    await startOver(t.desk, await begin(ben));
    const counted = await figures();
    expect(counted?.total).toMatchObject({
      started: 6,
      givenUp: [{ question: 'topic', ask: 'Topic?', count: 1 }],
    });
    expect(counted?.versions.map(({ version, figures: { started } }) => [version, started])).toEqual([
      [2, 2],
      [1, 4],
    ]);
  });

  test('who does not come back for a day gave up; who comes back after all did not', async () => {
    t.clock.skip({ hours: 25 });
    expect((await figures())?.total.givenUp).toEqual([
      { question: 'topic', ask: 'Topic?', count: 2 },
      { question: 'damage', ask: 'Pictures?', count: 1 },
    ]);
    await takeAnswer(t.desk, await begin(ben), 'topic', 'other');
    expect((await figures())?.total.givenUp[0]?.count).toBe(1);
  });

  test('what was counted is not looked at again, and days too long ago are left out', async () => {
    await figures();
    const waiting = await intakeModel(t.desk.database).countDocuments({
      workspace: t.workspace,
      countAt: trusted({ $ne: null }),
    });
    expect(waiting).toBe(1);
    t.clock.skip({ days: 32 });
    expect(await figures()).toBeUndefined();
    t.clock.skip({ days: -32 });
  });

  test('managers see it on Home, in the list, and question by question', async () => {
    await t.slack.act(manager, 'open-home', { tab: 'home' });
    await until('Home', async () =>
      /Sample\*: 6 started · 3 finished \(50\.0 %\) · median 4 min · most given up at “/.test(
        JSON.stringify(await t.slack.home(manager)),
      ),
    );
    await t.slack.act(manager, 'command', { channel: channels.general, text: '/desk journeys' });
    const list = await t.slack.view(manager, 'journeys.list');
    const block = list.blocks.find((one) => JSON.stringify(one).includes('figures:sample'));
    await t.slack.act(manager, 'action', {
      view_id: list.id,
      block_id: String(block?.block_id),
      action_id: 'journeys.listMore',
      value: 'figures:sample',
    });
    const shown = JSON.stringify(await t.slack.view(manager, 'journeys.figures'));
    expect(shown).toContain('Version 2* (active): 2 started');
    expect(shown).toContain('given up at “Pictures?”: 1');
  });
});
