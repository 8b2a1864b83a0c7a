import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey } from '../../../platform/errors.ts';
import { type DigestFields, type DigestRun, type RunDefinition, runModel } from '../model.ts';

/** A run as it is stored. */
export type Run = DigestRun & { workspace: string; _id: unknown };

/** What decides a run: asking twice for the same digest and day is asking once. */
type NewRun = Pick<
  DigestRun,
  'digest' | 'on' | 'kind' | 'channel' | 'from' | 'to' | 'late' | 'definition'
> & {
  workspace: string;
};

/** Decides a sending; the one that is there already stays as it is. */
export async function createRun(desk: Desk, run: NewRun): Promise<void> {
  try {
    await runModel(desk.database).create({ ...run, state: 'due', createdAt: desk.clock.now() });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

/** What a run keeps of its digest, so that a later edit changes no sending that was decided. */
export function definitionOf({ name, span, timeZone, filters }: DigestFields): RunDefinition {
  return { name, span, timeZone, filters };
}

export async function changeRun(desk: Desk, run: Run, change: Partial<DigestRun>): Promise<void> {
  const { workspace, _id } = run;
  await runModel(desk.database).updateOne({ workspace, _id: _id as never }, { $set: change });
}

/** The key of a run's delivery and of its picture. */
export function runKey({ digest, on }: Pick<DigestRun, 'digest' | 'on'>): string {
  return `digest ${digest} ${on}`;
}
