import { nanoid } from 'nanoid';
import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey, UserError } from '../../../platform/errors.ts';
import { priority } from '../../../platform/outbox/index.ts';
import { workingDay } from '../../kpis/index.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { type ImportFields, importModel } from '../model.ts';

/** How an import's message is called in the outbox. */
export const importDelivery = 'imports.message';

type Given = Pick<ImportFields, 'by' | 'key' | 'fileName' | 'url' | 'day' | 'agent'> & { workspace: string };

/** Writes an import down; the sweep reads the file and shows its preview. The same act starts one. @throws NotAllowed */
export async function startImport(desk: Desk, given: Given): Promise<void> {
  const { workspace, by, day } = given;
  await assertMayImport(desk, { workspace, by, day });
  const id = nanoid();
  try {
    await importModel(desk.database).create({
      ...given,
      _id: id,
      state: 'reading',
      leaseUntil: new Date(0),
      createdAt: desk.clock.now(),
    });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return;
  }
  await showImport(desk, workspace, id);
}

/** Steps that a person may take, and from which state. */
const steps = {
  apply: { from: ['ready'], to: 'applying' },
  cancel: { from: ['reading', 'ready', 'asking'], to: 'cancelled' },
  undo: { from: ['applied'], to: 'undoing' },
  readAgain: { from: ['ready', 'asking'], to: 'reading' },
} as const satisfies Record<string, { from: readonly ImportFields['state'][]; to: ImportFields['state'] }>;
export type Step = keyof typeof steps;

/** What stood before is kept batch by batch; two imports that write at once would each keep values of the other. */
const otherWrites =
  'Another import is being written or taken back just now. Nothing was changed; press again in a moment.';

/** A button of the import's message. @throws UserError when that is not possible (now), NotAllowed for others' imports. */
export async function stepImport(
  desk: Desk,
  {
    workspace,
    importId,
    by,
    step,
    said = {},
  }: {
    workspace: string;
    importId: string;
    by: string;
    step: Step;
    /** The day or agent of all rows, where the person was asked. */
    said?: Partial<Pick<ImportFields, 'day' | 'agent'>>;
  },
): Promise<void> {
  await assertMayImport(desk, { workspace, by, day: said.day ?? null });
  const { from, to } = steps[step];
  const writing = step === 'apply' || step === 'undo';
  const { modifiedCount } = await importModel(desk.database)
    .updateOne(
      { workspace, _id: importId, by, state: trusted({ $in: [...from] }) },
      { $set: { ...said, state: to, writing, leaseUntil: new Date(0), tries: 0, written: 0 } },
    )
    .catch((error: unknown) => {
      throw isDuplicateKey(error) ? new UserError(otherWrites) : error;
    });
  const now = modifiedCount === 1 ? to : (await findImport(desk, workspace, importId))?.state;
  if (modifiedCount === 0 && now !== to)
    throw new UserError('This import has moved on; its message shows how it stands.');
  await showImport(desk, workspace, importId);
}

/** @throws NotAllowed for all but leads, UserError for a future day of all rows. */
async function assertMayImport(
  desk: Desk,
  { workspace, by, day }: { workspace: string; by: string; day: string | null },
): Promise<void> {
  const person = await getPerson(desk, { workspace, userId: by });
  assertCan(person, 'stats.logForOthers');
  const today = workingDay(person, desk.clock.now(), 0);
  if (day !== null && day > today)
    throw new UserError(`${day} is in the future. Pick a day until today, ${today}.`, { field: 'day' });
}

/** An import by its id. */
export function findImport(
  desk: Desk,
  workspace: string,
  importId: string,
): Promise<(ImportFields & { workspace: string }) | null> {
  return importModel(desk.database)
    .findOne({ workspace, _id: importId })
    .lean<ImportFields & { workspace: string }>();
}

/** Has the import's one message posted or drawn again from how it stands at sending. */
export async function showImport(desk: Desk, workspace: string, importId: string): Promise<void> {
  const key = `import ${importId}`;
  await desk.outbox.enqueue([
    {
      workspace,
      key,
      stream: key,
      priority: priority.answer,
      kind: importDelivery,
      payload: { importId },
      latest: true,
    },
  ]);
}
