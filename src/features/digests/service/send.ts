import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { priority } from '../../../platform/outbox/index.ts';
import { getSettings } from '../../settings/index.ts';
import type { DigestContent } from '../domain/content.ts';
import { dueOccurrence, type Progress } from '../domain/occurrence.ts';
import { type DigestFields, digestModel, runModel } from '../model.ts';
import { digestPicture } from '../views/picture.ts';
import { digestContent } from './content.ts';
import { correctSent } from './correct.ts';
import { followManifests } from './manifests.ts';
import { changeRun, createRun, definitionOf, type Run, runKey } from './runs.ts';
import { settle } from './settle.ts';
import { tellAsker } from './tell.ts';

type Digest = DigestFields & { workspace: string };

/** How a digest's delivery is called in the outbox. */
export const digestDelivery = 'digest.post';
/** The name of the sweep that sends. */
export const digestSweep = 'digests.send';

/**
 * Decides what is due, once per digest and day, then prepares what was decided, notes what was delivered, and corrects
 * what changed since. Each step is safe to repeat: the run is the decision, its picture is stored under the run's key,
 * and the delivery is asked for under the same key.
 */
export async function sendDue(desk: Desk, workspace: string): Promise<void> {
  await followManifests(desk, workspace);
  const digests = await digestModel(desk.database).find({ workspace }).lean<Digest[]>();
  for (const digest of digests) {
    if (!digest.active) continue;
    await decide(desk, digest).catch((error: unknown) => {
      desk.log.error({ error, digest: digest.key }, 'a digest could not be decided; it will be tried again');
    });
  }
  await settle(desk, workspace);
  await correctSent(desk, workspace);
  const runs = await runModel(desk.database)
    .find({ workspace, state: 'due' })
    .sort({ createdAt: 1 })
    .lean<Run[]>();
  for (const run of runs) {
    await prepare(desk, run).catch(async (error: unknown) => {
      desk.log.error({ error, run: runKey(run) }, 'a digest could not be prepared');
      // The rest is tried again; who waits for theirs is told, and can ask again.
      if (run.kind !== 'asked') return;
      await tellAsker(desk, run, null);
      await changeRun(desk, run, { state: 'missed' });
    });
  }
}

async function decide(desk: Desk, digest: Digest): Promise<void> {
  const { workspace, key, channel, span } = digest;
  const { calendar, weekStart } = await getSettings(desk, workspace);
  const schedule = { ...digest, weekStart, holidays: calendar.holidays.map(({ date }) => date) };
  const due = dueOccurrence(schedule, await progressOf(desk, digest), desk.clock.now());
  if (!due) return;
  const { on, from, to, late } = due;
  const definition = definitionOf(digest);
  await createRun(desk, {
    workspace,
    digest: key,
    on,
    kind: 'scheduled',
    channel,
    from,
    to,
    late,
    definition,
  });
  // An edit meanwhile does not matter, but another process may have gone on, and another span covers other days.
  await digestModel(desk.database).updateOne(
    { workspace, key, lastOn: digest.lastOn, span },
    { $set: { lastOn: on, coveredTo: to } },
  );
}

/** How far the digest has come. The runs are the decisions: a process may have died before it noted the last one. */
async function progressOf(desk: Desk, digest: Digest): Promise<Progress> {
  const { workspace, key, lastOn, coveredTo, since, span } = digest;
  const later = await runModel(desk.database)
    .find(
      { workspace, digest: key, on: trusted({ $gt: lastOn ?? '', $lt: 'A' }) },
      { on: 1, to: 1, kind: 1, definition: 1 },
    )
    .sort({ on: -1 })
    .limit(10)
    .lean<Run[]>();
  const run = later.find(({ kind, definition }) => kind === 'scheduled' && definition.span === span);
  return run ? { lastOn: run.on, coveredTo: run.to, since } : { lastOn, coveredTo, since };
}

async function prepare(desk: Desk, run: Run): Promise<void> {
  const { workspace, digest, on } = run;
  const key = runKey(run);
  const content = await fixContent(desk, run);
  const file = await storePicture(desk, workspace, key, content);
  if (file) await changeRun(desk, run, { file });
  await desk.outbox.enqueue([
    {
      workspace,
      key,
      stream: key,
      priority: run.kind === 'asked' ? priority.answer : priority.newCard,
      kind: digestDelivery,
      payload: { digest, on },
    },
  ]);
  await changeRun(desk, run, { state: 'ready' });
}

/** Reads the figures once; who comes second takes what the first has read, so that picture and texts agree. */
async function fixContent(desk: Desk, run: Run): Promise<DigestContent> {
  const { workspace, from, to, definition } = run;
  if (run.content) return run.content;
  const read = await digestContent(desk, { workspace, ...definition, from, to });
  const Runs = runModel(desk.database);
  const id = { workspace, _id: run._id as never };
  await Runs.updateOne({ ...id, content: null }, { $set: { content: read } });
  return (await Runs.findOne(id).lean<Run>())?.content ?? read;
}

/** The picture's file id; null when it could not be drawn, and the digest then goes out as text. */
async function storePicture(
  desk: Desk,
  workspace: string,
  key: string,
  content: DigestContent,
): Promise<string | null> {
  try {
    const bytes = await desk.charts.render(digestPicture(content));
    const name = `${content.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-digest.png`;
    return (await desk.files.store({ workspace, key, name, bytes })).id;
  } catch (error) {
    desk.log.error({ error, key }, 'a digest picture could not be drawn; the digest goes out as text');
    return null;
  }
}
