import type { Desk } from '../../../platform/desk.ts';
import { type Deliverer, type Outgoing, type Sent, Undeliverable } from '../../../platform/outbox/index.ts';
import type { DigestContent } from '../domain/content.ts';
import { altText } from '../domain/facts.ts';
import { punctualMinutes } from '../domain/occurrence.ts';
import { runModel } from '../model.ts';
import { digestMessage, digestTable } from '../views/message.ts';
import { nextTry } from './refused.ts';
import type { Run } from './runs.ts';

/** Names the run whose digest is to be posted. */
interface DigestDelivery {
  digest: string;
  on: string;
}

type InHand = Parameters<Deliverer<DigestDelivery>>[0];

/**
 * Posts a digest: uploads its picture, posts it with its text, and the table in the thread. A retry goes on where the
 * last try ended: the file by its id, each message by its key.
 */
export const deliverDigest =
  (desk: Desk): Deliverer<DigestDelivery> =>
  async (delivery, out) => {
    const { workspace, payload } = delivery;
    const run = await runModel(desk.database)
      .findOne({ workspace, digest: payload.digest, on: payload.on })
      .lean<Run>();
    if (!run?.content) throw new Undeliverable(`the digest ${payload.digest} of ${payload.on} is gone`);
    try {
      return await post(desk, run, run.content, delivery, out);
    } catch (error) {
      throw await nextTry(desk, run, error);
    }
  };

async function post(
  desk: Desk,
  run: Run,
  content: DigestContent,
  { workspace, progress, saveProgress }: InHand,
  out: Outgoing,
): Promise<Sent> {
  const { file, channel } = run;
  const done = { ...progress } as { fileId?: string; post?: Sent };
  const minutes = (desk.clock.now().getTime() - run.createdAt.getTime()) / 60_000;
  const late = run.late || (run.kind === 'scheduled' && minutes > punctualMinutes);
  if (!done.post) {
    let picture: string | null = null;
    if (file) {
      const bytes = await desk.files.read(workspace, file);
      const title = `${content.name} · ${content.span}`;
      picture = await out.upload(
        { filename: `digest-${run.to}.png`, bytes, title, altText: altText(content) },
        { get: () => done.fileId, set: (fileId) => saveProgress(Object.assign(done, { fileId })) },
      );
      await out.awaitPicture(picture);
    }
    done.post = await out.post({ channel, ...digestMessage({ content, picture, late }) });
    await saveProgress(done);
  }
  await out.post(
    { channel: done.post.channel, thread_ts: done.post.ts, ...digestTable({ content }) },
    'table',
  );
  return done.post;
}
