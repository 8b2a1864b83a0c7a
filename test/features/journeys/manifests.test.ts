import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Journey } from '../../../src/features/journeys/domain/types.ts';
import { applyManifests, planManifests } from '../../../src/features/journeys/index.ts';
import {
  journeyHead,
  journeyVersions,
  publishJourney,
  rollBack,
} from '../../../src/features/journeys/service/versions.ts';
import { people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { sample } from './samples.ts';

let t: TestDesk;
beforeAll(async () => {
  t = await startTestDesk();
});
afterAll(() => t.stop());

const manifest = (digest: string, journey: Journey = sample) => [{ file: 'sample.yml', digest, journey }];
const plan = async (digest: string, journey?: Journey) =>
  (await planManifests(t.desk, t.workspace, manifest(digest, journey)))[0];
const apply = (digest: string, journey?: Journey) =>
  applyManifests(t.desk, t.workspace, manifest(digest, journey));
const active = async () => (await journeyHead(t.desk, t.workspace, 'sample'))?.active;

describe('journeys as files', () => {
  test('a new file is published, the same one not again', async () => {
    expect((await plan('one'))?.plan).toBe('new');
    await apply('one');
    expect((await plan('one'))?.plan).toBe('same');
    await apply('one');
    expect(await active()).toBe(1);
  });

  test('a changed file is an update that names what changes', async () => {
    const changed = { ...sample, questions: sample.questions.map((one) => ({ ...one, ask: `${one.ask}!` })) };
    expect((await plan('two', changed))?.changes).toContain('Changed: topic (ask “Topic?” → “Topic?!”)');
    await apply('two', changed);
    expect(await active()).toBe(2);
  });

  test('what was changed in Slack since is never overwritten', async () => {
    await publishJourney(t.desk, {
      workspace: t.workspace,
      journey: { ...sample, title: 'By hand' },
      by: people.manager,
    });
    expect((await plan('three'))?.plan).toBe('changed_in_slack');
    await apply('three');
    expect(await active()).toBe(3);
  });

  test('a roll back is a change in Slack too', async () => {
    await rollBack(t.desk, { workspace: t.workspace, key: 'sample', version: 2, by: people.manager });
    expect((await plan('three'))?.plan).toBe('changed_in_slack');
  });

  test('many who publish at once make one active version each knows of, and the rest are told', async () => {
    const head = await journeyHead(t.desk, t.workspace, 'sample');
    const tries = await Promise.allSettled(
      Array.from({ length: 5 }, (_, index) =>
        publishJourney(t.desk, {
          workspace: t.workspace,
          journey: { ...sample, title: `Try ${index}` },
          by: people.manager,
          expectedRev: head!.rev,
        }),
      ),
    );
    const won = tries.filter((one) => one.status === 'fulfilled');
    expect(won.length).toBe(1);
    for (const one of tries)
      if (one.status === 'rejected') expect(String(one.reason)).toContain('mia made version');
    const now = await journeyHead(t.desk, t.workspace, 'sample');
    expect(now?.title).toBe(won[0]?.value.definition.title);
    const versions = await journeyVersions(t.desk, t.workspace, 'sample');
    expect(versions.map(({ version }) => version)).toContain(now?.active);
    expect(versions.length).toBe(4);
  });
});
