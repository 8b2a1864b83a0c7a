import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey } from '../../../platform/errors.ts';
import { priority } from '../../../platform/outbox/index.ts';
import { getSettings } from '../../settings/index.ts';
import type { DigestContent } from '../domain/content.ts';
import { dueOccurrence, type Occurrence } from '../domain/occurrence.ts';
import { type DigestFields, type DigestRun, digestModel, runModel } from '../model.ts';
import { digestPicture } from '../views/picture.ts';
import { digestContent } from './content.ts';
import { ensureDefaultDigest } from './definitions.ts';
import { runKey, settle } from './settle.ts';

type Digest = DigestFields & { workspace: string };
type Run = DigestRun & { workspace: string; _id: unknown };

/** How a digest's delivery is called in the outbox. */
export const digestDelivery = 'digest.post';
/** The name of the sweep that sends. */
export const digestSweep = 'digests.send';

/**
 * Decides what is due, once per digest and day, then prepares what was decided. Each step is safe to repeat: the run is
 * the decision, its picture is stored under the run's key, and the delivery is asked for under the same key.
 */
export async function sendDue(desk: Desk, workspace: string): Promise<void> {
  await ensureDefaultDigest(desk, workspace);
  const digests = await digestModel(desk.database).find({ workspace }).lean<Digest[]>();
  for (const digest of digests) if (digest.active) await decide(desk, digest);
  const runs = await runModel(desk.database)
    .find({ workspace, state: 'due' })
    .sort({ createdAt: 1 })
    .lean<Run[]>();
  await settle(desk, workspace);
  for (const run of runs) {
    const digest = digests.find(({ key }) => key === run.digest);
    if (digest) await prepare(desk, digest, run);
  }
}

async function decide(desk: Desk, digest: Digest): Promise<void> {
  const { workspace, key, rev } = digest;
  const { calendar, weekStart } = await getSettings(desk, workspace);
  const schedule = { ...digest, weekStart, holidays: calendar.holidays.map(({ date }) => date) };
  const due = dueOccurrence(schedule, digest, desk.clock.now());
  if (!due) return;
  await createRun(desk, digest, due);
  await digestModel(desk.database).updateOne(
    { workspace, key, rev },
    { $set: { lastOn: due.on, coveredTo: due.to }, $inc: { rev: 1 } },
  );
}

async function createRun(desk: Desk, digest: Digest, { on, from, to, late }: Occurrence): Promise<void> {
  const { workspace, key, channel } = digest;
  try {
    await runModel(desk.database).create({
      workspace,
      digest: key,
      on,
      channel,
      from,
      to,
      late,
      state: 'due',
      createdAt: desk.clock.now(),
    });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

async function prepare(desk: Desk, digest: Digest, run: Run): Promise<void> {
  const { workspace } = run;
  const key = runKey(run);
  const content = await fixContent(desk, digest, run);
  const file = await storePicture(desk, workspace, key, content);
  if (file) await runModel(desk.database).updateOne({ workspace, _id: run._id as never }, { $set: { file } });
  await desk.outbox.enqueue([
    {
      workspace,
      key,
      stream: key,
      priority: priority.newCard,
      kind: digestDelivery,
      payload: { digest: run.digest, on: run.on },
    },
  ]);
  await runModel(desk.database).updateOne({ workspace, _id: run._id as never }, { $set: { state: 'ready' } });
}

/** Reads the figures once; who comes second takes what the first has read, so that picture and texts agree. */
async function fixContent(desk: Desk, digest: Digest, run: Run): Promise<DigestContent> {
  const { workspace, from, to } = run;
  if (run.content) return run.content;
  const read = await digestContent(desk, { ...digest, from, to });
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
