import type { Desk } from '../../../platform/desk.ts';
import { type Deliverer, Undeliverable } from '../../../platform/outbox/index.ts';
import { altText } from '../domain/facts.ts';
import { punctualMinutes } from '../domain/occurrence.ts';
import { type DigestRun, runModel } from '../model.ts';
import { digestMessage, digestTable } from '../views/message.ts';

/** Names the run whose digest is to be posted. */
interface DigestDelivery {
  digest: string;
  on: string;
}

/**
 * Posts a digest: uploads its picture, posts it with its text, and the table in the thread. A retry goes on where the
 * last try ended: the file by its id, each message by its key.
 */
export const deliverDigest =
  (desk: Desk): Deliverer<DigestDelivery> =>
  async ({ workspace, payload, progress, saveProgress }, out) => {
    const run = await runModel(desk.database)
      .findOne({ workspace, digest: payload.digest, on: payload.on })
      .lean<DigestRun>();
    if (!run?.content) throw new Undeliverable(`the digest ${payload.digest} of ${payload.on} is gone`);
    const { content, file, channel } = run;
    const minutes = (desk.clock.now().getTime() - run.createdAt.getTime()) / 60_000;
    const late = run.late || (run.kind === 'scheduled' && minutes > punctualMinutes);
    let picture: string | null = null;
    if (file) {
      const bytes = await desk.files.read(workspace, file);
      const title = `${content.name} · ${content.span}`;
      picture = await out.upload(
        { filename: `digest-${run.to}.png`, bytes, title, altText: altText(content) },
        {
          get: () => progress.fileId as string | undefined,
          set: (fileId) => saveProgress({ ...progress, fileId }),
        },
      );
      await out.awaitPicture(picture);
    }
    const sent = await out.post({ channel, ...digestMessage({ content, picture, late }) });
    await out.post({ channel, thread_ts: sent.ts, ...digestTable({ content }) }, 'table');
    return sent;
  };
