import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Journey } from '../../../src/features/journeys/domain/types.ts';
import { applyManifests, planManifests } from '../../../src/features/journeys/index.ts';
import { readManifests } from '../../../src/features/journeys/service/manifests.ts';
import {
  archiveJourney,
  journeyHead,
  journeyVersion,
  journeyVersions,
  publishJourney,
  rollBack,
} from '../../../src/features/journeys/service/versions.ts';
import { people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { sample } from './samples.ts';

const run = promisify(execFile);

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

  test('a file that says the same as what Slack made speaks for the journey again', async () => {
    const byHand = { ...sample, title: 'Exported' };
    await publishJourney(t.desk, { workspace: t.workspace, journey: byHand, by: people.manager });
    expect((await plan('four', byHand))?.plan).toBe('same');
    await apply('four', byHand);
    const changed = { ...byHand, title: 'Changed in the file' };
    expect((await plan('five', changed))?.plan).toBe('update');
    await apply('five', changed);
    expect((await journeyHead(t.desk, t.workspace, 'sample'))?.title).toBe('Changed in the file');
  });

  test('who publishes in Slack while the files are applied is not overwritten', async () => {
    const slow = sample.questions.map((one) => ({ ...one, ask: `${one.ask} Please.` }));
    const [, ours] = await Promise.all([
      apply('six', { ...sample, questions: slow }),
      publishJourney(t.desk, {
        workspace: t.workspace,
        journey: { ...sample, title: 'At once' },
        by: people.manager,
      }).catch(() => null),
    ]);
    const head = await journeyHead(t.desk, t.workspace, 'sample');
    expect(head?.active).toBe(head?.latest);
    if (ours)
      expect((await journeyVersions(t.desk, t.workspace, 'sample')).map(({ by }) => by)).toContain(
        'U0MANAGER',
      );
  });

  test('an archived journey is not published again by its file', async () => {
    await archiveJourney(t.desk, { workspace: t.workspace, key: 'sample', by: people.manager });
    await apply('seven');
    expect(await active()).toBeNull();
    await publishJourney(t.desk, { workspace: t.workspace, journey: sample, by: people.manager });
  });

  test('every fault of every file is told, with file and line, before anything is published', () => {
    const folder = mkdtempSync(join(tmpdir(), 'journeys-'));
    writeFileSync(join(folder, 'a.yml'), 'key: a\ntitle: A\ncolour: red\n');
    writeFileSync(join(folder, 'b.yml'), 'key: b\n\ttitle: B\n');
    const good = 'key: c\ntitle: C\nquestions: [{ id: a, ask: A?, kind: text }]\noutcome: { subject: C }\n';
    writeFileSync(join(folder, 'c.yml'), good);
    writeFileSync(join(folder, 'd.yml'), good);
    const read = () => readManifests(folder);
    expect(read).toThrow(/a\.yml: line 1: .*colour/);
    expect(read).toThrow(/b\.yml: line 2: .*[Tt]ab/);
    expect(read).toThrow(/d\.yml: c\.yml has the key "c" too/);
    rmSync(folder, { recursive: true });
  });

  test('`npm run desk` as a process: plan tells, apply publishes, and both leave alone what Slack changed', async () => {
    const workspace = 'T0ANOTHER';
    const desk = async (command: string) =>
      (
        await run(process.execPath, ['scripts/desk.ts', command, workspace], {
          env: { ...process.env, ...t.environment },
        })
      ).stdout;
    expect(await desk('plan')).toMatch(/general-support\.yml: new\n {4}A new journey\./);
    expect((await journeyHead(t.desk, workspace, 'it-access'))?.active ?? null).toBeNull();
    expect(await desk('apply')).toMatch(/it-access\.yml: published/);
    expect(await desk('plan')).toMatch(/bug-report\.yml: the same\n/);
    const { definition } = await journeyVersion(t.desk, {
      workspace,
      key: 'it-access',
      version: 1,
    });
    const journey = { ...definition, title: 'Access' };
    await publishJourney(t.desk, { workspace, journey, by: people.manager });
    expect(await desk('apply')).toMatch(
      /it-access\.yml: changed in Slack since; left alone.*\n {4}Title: “Access” → “IT access”/,
    );
    expect((await journeyHead(t.desk, workspace, 'it-access'))?.title).toBe('Access');
  });

  test('many who publish at once make one active version each knows of, and the rest are told', async () => {
    const head = await journeyHead(t.desk, t.workspace, 'sample');
    const madeByHand = (await journeyVersions(t.desk, t.workspace, 'sample')).filter(
      ({ by }) => by === people.manager,
    ).length;
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
      if (one.status === 'rejected') expect(String(one.reason)).toContain('Mia made version');
    const now = await journeyHead(t.desk, t.workspace, 'sample');
    expect(now?.title).toBe(won[0]?.value.definition.title);
    const versions = await journeyVersions(t.desk, t.workspace, 'sample');
    expect(versions.map(({ version }) => version)).toContain(now?.active);
    expect(versions.filter(({ by }) => by === people.manager).length).toBe(madeByHand + 1);
  });
});
