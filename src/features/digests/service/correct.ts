import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { type Deliverer, priority, Undeliverable } from '../../../platform/outbox/index.ts';
import { changesSince } from '../domain/correction.ts';
import { runModel } from '../model.ts';
import { correctionMessage } from '../views/correction.ts';
import { digestContent } from './content.ts';
import { changeRun, type Run, runKey } from './runs.ts';

/** How a correction's delivery is called in the outbox. */
export const correctionDelivery = 'digest.correct';

const minutesBetweenLooks = 10;
/** As long as days stay open for logging; later imports and unlocked days are not told. */
const daysLookedAt = 7;

/** When the figures of a digest that was just sent are looked at again; null for those that nobody corrects. */
export function firstCheck({ kind, definition }: Run, now: Date): Date | null {
  if (kind === 'asked' || definition.span === 'today') return null;
  return new Date(now.getTime() + minutesBetweenLooks * 60_000);
}

/**
 * Looks again at the figures of digests that were sent. What changed is told once it has stood for ten minutes, so that
 * a morning of logging is one note; later changes go into the same note.
 */
export async function correctSent(desk: Desk, workspace: string): Promise<void> {
  const now = desk.clock.now();
  const due = await runModel(desk.database)
    .find({ workspace, checkAt: trusted({ $lte: now }) })
    .sort({ checkAt: 1 })
    .limit(20)
    .lean<Run[]>();
  for (const run of due) {
    await look(desk, run, now).catch((error: unknown) => {
      desk.log.error({ error, run: runKey(run) }, 'a digest could not be looked at again; it will be later');
    });
  }
}

async function look(desk: Desk, run: Run, now: Date): Promise<void> {
  const { workspace, content, from, to, definition, seen, corrected } = run;
  if (!content) return changeRun(desk, run, { checkAt: null });
  const fresh = await digestContent(desk, { workspace, ...definition, from, to });
  const lines = changesSince(content, fresh, { from, to });
  const isSettled = same(lines, seen);
  if (isSettled && !same(lines, corrected ?? [])) {
    await changeRun(desk, run, { corrected: lines });
    const key = `${runKey(run)} corrected`;
    await desk.outbox.enqueue([
      {
        workspace,
        key,
        stream: key,
        priority: priority.conversation,
        kind: correctionDelivery,
        payload: { digest: run.digest, on: run.on },
        latest: true,
      },
    ]);
  }
  const isOver = now.getTime() > run.createdAt.getTime() + daysLookedAt * 86_400_000;
  const checkAt = isOver && isSettled ? null : new Date(now.getTime() + minutesBetweenLooks * 60_000);
  await changeRun(desk, run, { seen: lines, checkAt });
}

/** Posts the note in the digest's thread, or writes it anew. */
export const deliverCorrection =
  (desk: Desk): Deliverer<{ digest: string; on: string }> =>
  async ({ workspace, payload: { digest, on }, progress, saveProgress }, out) => {
    const run = await runModel(desk.database).findOne({ workspace, digest, on }).lean<Run>();
    if (!run?.post || !run.corrected) throw new Undeliverable(`the digest ${digest} of ${on} is gone`);
    const { channel, ts } = run.post;
    return out.show({
      standing: typeof progress.note === 'string' ? { channel, ts: progress.note } : null,
      message: { channel, thread_ts: ts, ...correctionMessage(run.corrected) },
      note: async (sent) => {
        await saveProgress({ ...progress, note: sent.ts });
        return true;
      },
    });
  };

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index]);
}
