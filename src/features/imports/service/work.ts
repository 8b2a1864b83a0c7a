import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { inTemporaryFolder, openFromSlack } from '../../../platform/files/index.ts';
import { workingDay } from '../../kpis/index.ts';
import { getPerson } from '../../people/index.ts';
import { getSettings } from '../../settings/index.ts';
import { WrongFile } from '../domain/detect.ts';
import { type ImportFields, importModel } from '../model.ts';
import { applyRows, undoRows } from './apply.ts';
import { previewRows } from './preview.ts';
import { type OpenedFile, openTable } from './reader.ts';
import { showImport } from './start.ts';

/** An import with its workspace. */
export type Import = ImportFields & { workspace: string };

/** The name of the sweep that reads and writes. */
export const importSweep = 'imports.work';

const leaseMilliseconds = 30_000;
const renewMilliseconds = 5_000;
const mostTries = 3;
/** Larger files are refused (docs/rules/exports.md). */
const mostBytes = 1_073_741_824;
const longestDownload = 900_000;

/** Another process has it, or its person has stopped it. */
class Stopped extends Error {}

/** Goes on with every import that has something to do; a killed process's import is taken over. */
export async function workOnImports(desk: Desk, workspace: string): Promise<void> {
  for (;;) {
    const claimed = await importModel(desk.database)
      .findOneAndUpdate(
        {
          workspace,
          state: trusted({ $in: ['reading', 'applying', 'undoing'] }),
          leaseUntil: trusted({ $lte: new Date() }),
        },
        { $set: { leaseUntil: new Date(Date.now() + leaseMilliseconds) }, $inc: { tries: 1 } },
        { sort: { leaseUntil: 1 }, returnDocument: 'after' },
      )
      .lean<Import>();
    if (!claimed) return;
    await work(desk, claimed);
  }
}

async function work(desk: Desk, claimed: Import): Promise<void> {
  const progress = progressOf(desk, claimed);
  try {
    if (claimed.state === 'undoing') {
      await undoRows(desk, claimed, progress);
      await finish(desk, claimed, { state: 'undone' });
    } else {
      await withFile(desk, claimed, async (file) => {
        const fixed = await fixedOf(desk, claimed);
        const asks = asksOf(file, claimed);
        if (asks.length > 0) await finish(desk, claimed, { state: 'asking', asks });
        else if (claimed.state === 'reading') {
          const preview = await previewRows(desk, claimed, file, fixed, progress);
          await finish(desk, claimed, { state: 'ready', preview, form: file.form });
        } else {
          await applyRows(desk, claimed, file, fixed, progress);
          await finish(desk, claimed, { state: 'applied' });
        }
      });
    }
  } catch (error) {
    await failed(desk, claimed, error);
  }
}

/** Keeps the lease and shows how far it is; throws when the import is no longer ours to work on. */
export type Progress = (rows: number) => Promise<void>;

function progressOf(desk: Desk, { workspace, _id, state }: Import): Progress {
  let renewAt = Date.now() + renewMilliseconds;
  return async (rows) => {
    if (Date.now() < renewAt) return;
    renewAt = Date.now() + renewMilliseconds;
    const { matchedCount } = await importModel(desk.database).updateOne(
      { workspace, _id, state },
      { $set: { written: rows, leaseUntil: new Date(Date.now() + leaseMilliseconds) } },
    );
    if (matchedCount === 0) throw new Stopped();
    await showImport(desk, workspace, _id);
  };
}

async function finish(
  desk: Desk,
  { workspace, _id, state }: Import,
  change: Partial<ImportFields>,
): Promise<void> {
  await importModel(desk.database).updateOne(
    { workspace, _id, state },
    { $set: { ...change, tries: 0, writing: false } },
  );
  await showImport(desk, workspace, _id);
}

async function failed(desk: Desk, claimed: Import, error: unknown): Promise<void> {
  if (error instanceof Stopped) return;
  if (error instanceof WrongFile) return finish(desk, claimed, { state: 'failed', fault: error.message });
  desk.log.error({ error, import: claimed._id, tries: claimed.tries }, 'an import met a fault');
  if (claimed.tries < mostTries) return;
  const fault =
    claimed.state === 'reading'
      ? 'The file could not be read from Slack. Nothing was changed. Please send it again.'
      : 'It stopped in the middle. Press Take back to undo what was written, then import again.';
  await finish(
    desk,
    claimed,
    claimed.state === 'reading' ? { state: 'failed', fault } : { state: 'applied', fault },
  );
}

/** Downloads the file to a temporary place without holding it in memory. */
async function withFile(
  desk: Desk,
  claimed: Import,
  use: (file: OpenedFile) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, 'file.csv');
    const body = await openFromSlack(desk, claimed.workspace, claimed.url, longestDownload);
    let bytes = 0;
    const limited = async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        bytes += chunk.byteLength;
        if (bytes > mostBytes) throw new WrongFile('The file is larger than 1 GB. Split it.');
        yield chunk;
      }
    };
    await pipeline(Readable.fromWeb(body as never), limited, createWriteStream(path));
    const { dateOrder } = await getSettings(desk, claimed.workspace);
    await use(await openTable(path, dateOrder));
  });
}

/** The keys that neither the file has nor its person has said. */
function asksOf({ heading }: OpenedFile, { day, agent }: Import): ImportFields['asks'] {
  const said = { day, agent };
  return (['day', 'agent'] as const).filter((key) => heading.missing.includes(key) && said[key] === null);
}

async function fixedOf(desk: Desk, { workspace, by, day, agent }: Import) {
  const person = await getPerson(desk, { workspace, userId: by });
  return { today: workingDay(person, desk.clock.now(), 0), day, agent };
}
