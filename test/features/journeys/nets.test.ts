import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { draftModel, headModel, type Intake, intakeModel } from '../../../src/features/journeys/model.ts';
import {
  discardDraft,
  findDraft,
  importDraft,
  openDraft,
  publishDraft,
} from '../../../src/features/journeys/service/drafts.ts';
import { finishSweep } from '../../../src/features/journeys/service/finish.ts';
import {
  beginDryRun,
  beginIntake,
  dropDryRuns,
  takeAnswer,
} from '../../../src/features/journeys/service/intake.ts';
import { beginCheck } from '../../../src/features/journeys/service/pictures.ts';
import {
  archiveJourney,
  journeyHead,
  journeyVersion,
  publishJourney,
} from '../../../src/features/journeys/service/versions.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { sample } from './samples.ts';

const { ana, ben, cy, dee, manager } = people;
let t: TestDesk;
beforeAll(async () => {
  t = await startTestDesk();
  await t.desk.jobs.runNow('journeys.manifests', t.workspace);
  await publishJourney(t.desk, { workspace: t.workspace, journey: sample, by: manager });
});
afterAll(() => t.stop());

const intakes = () => intakeModel(t.desk.database);
const change = (_id: string, set: object) =>
  intakes().updateOne({ workspace: t.workspace, _id }, { $set: set });
const stored = (_id: string) => intakes().findOne({ workspace: t.workspace, _id }).lean<Intake>();
const ask = (as: string, text: string) => t.slack.act(as, 'command', { channel: channels.general, text });
const shows = (as: string, words: string) =>
  t.slack.until(words, async () => JSON.stringify((await t.slack.views(as)).at(-1) ?? '').includes(words));

describe('what catches a journey that goes wrong', () => {
  test('a policy that nobody knows is refused on publishing, naming those there are', async () => {
    const { workspace } = t;
    const journey = { ...sample, key: 'promised', outcome: { subject: 'x', slaPolicy: 'nobody' } };
    const { draft } = await importDraft(t.desk, { workspace, by: manager, journey });
    const { key, rev } = draft;
    await expect(publishDraft(t.desk, { workspace, key, by: manager, rev, headRev: 0 })).rejects.toThrow(
      /no SLA policy "nobody". Name one of: \w/,
    );
  });

  test('a form opened again shows that pictures are checked, and a check without hope is given up', async () => {
    const { workspace } = t;
    const begun = await beginIntake(t.desk, { workspace, userId: ana, key: 'sample' });
    const step = await takeAnswer(t.desk, begun, 'topic', 'order');
    await ask(ana, '/ticket new sample');
    const { id: viewId } = await t.slack.view(ana, 'journeys.step');
    const files = [{ id: 'F0NOWHERE', name: 'box.png' }];
    const { _id } = await beginCheck(t.desk, step, { question: 'damage', files, viewId });
    await ask(ana, '/ticket new sample');
    await shows(ana, 'Checking pictures');
    await t.slack.until('the form is watched', async () => Boolean((await stored(_id))?.checkView));
    await change(_id, { 'checking.since': new Date(Date.now() - 200_000) });
    await t.desk.jobs.runNow('journeys.pictures', workspace);
    await shows(ana, 'The pictures could not be checked. Add them again.');
    expect(await stored(_id)).toMatchObject({ at: 'damage', status: 'open', answers: { topic: 'order' } });
  });

  test('dry runs go after a day, and nothing else does', async () => {
    const { workspace } = t;
    const run = () => beginDryRun(t.desk, { workspace, userId: ben, journey: sample });
    const [old, young] = [await run(), await run()];
    const real = await beginIntake(t.desk, { workspace, userId: ben, key: 'sample' });
    const before = new Date(t.desk.clock.now().getTime() - 86_400_000);
    for (const { intake } of [old, real]) await change(intake._id, { changedAt: before });
    await dropDryRuns(t.desk, workspace);
    expect(await stored(old.intake._id)).toBeNull();
    expect(await stored(young.intake._id)).not.toBeNull();
    expect(await stored(real.intake._id)).not.toBeNull();
  });

  test('one form whose ticket cannot be opened does not keep the others from theirs', async () => {
    const { workspace } = t;
    const made = [];
    for (const userId of [cy, dee]) {
      const step = await beginIntake(t.desk, { workspace, userId, key: 'sample' });
      made.push(step.intake._id);
      const answers = { topic: 'other', details: 'Left behind.' };
      const end = { answers, at: null, status: 'finished', finishedAt: t.desk.clock.now() };
      await change(step.intake._id, { ...end, ...(userId === cy ? { version: 99 } : {}) });
    }
    await finishSweep(t.desk, workspace);
    const [failing, good] = await Promise.all(made.map(stored));
    expect(failing?.ticketId).toBeNull();
    expect(good?.ticketId).toBeTruthy();
    await change(String(failing?._id), { version: 1 });
  });

  test('`/ticket new` walks the first active journey when general-support is archived', async () => {
    await archiveJourney(t.desk, { workspace: t.workspace, key: 'general-support', by: manager });
    await ask(manager, '/ticket new');
    await shows(manager, 'Where does it happen?');
  });
});

describe('a kill between the steps of publishing', () => {
  const key = 'killed';
  const draftOf = async (title: string) =>
    importDraft(t.desk, { workspace: t.workspace, by: manager, journey: { ...sample, key, title } });
  const publish = async (rev: number) => {
    const headRev = (await journeyHead(t.desk, t.workspace, key))?.rev ?? 0;
    return publishDraft(t.desk, { workspace: t.workspace, key, by: manager, rev, headRev });
  };
  const inForce = async () => {
    const head = await journeyHead(t.desk, t.workspace, key);
    const version = head?.active ?? 0;
    return [
      version,
      (await journeyVersion(t.desk, { workspace: t.workspace, key, version })).definition.title,
    ];
  };
  const killed = () => Promise.reject(new Error('killed')) as never;

  test('after the version: what was in force stays, and publishing again makes the one after', async () => {
    await publish((await draftOf('First')).draft.rev);
    const { draft } = await draftOf('Second');
    const head = vi.spyOn(headModel(t.desk.database), 'updateOne').mockImplementationOnce(killed);
    await expect(publish(draft.rev)).rejects.toThrow('killed');
    head.mockRestore();
    expect(await inForce()).toEqual([1, 'First']);
    expect(await findDraft(t.desk, t.workspace, key)).toMatchObject({ rev: draft.rev });
    expect((await publish(draft.rev)).version).toBe(3);
    expect(await inForce()).toEqual([3, 'Second']);
    expect(await findDraft(t.desk, t.workspace, key)).toBeNull();
  });

  test('after the head: it is in force, and the draft that is left can be thrown away', async () => {
    const { draft } = await draftOf('Third');
    const gone = vi.spyOn(draftModel(t.desk.database), 'deleteOne').mockImplementationOnce(killed);
    await expect(publish(draft.rev)).rejects.toThrow('killed');
    gone.mockRestore();
    expect(await inForce()).toEqual([4, 'Third']);
    await discardDraft(t.desk, { workspace: t.workspace, key, rev: draft.rev });
    expect(await inForce()).toEqual([4, 'Third']);
    expect((await openDraft(t.desk, t.workspace, key)).definition.title).toBe('Third');
  });
});
