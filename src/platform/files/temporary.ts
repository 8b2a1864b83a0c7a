import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'shiftdesk-files-';
/** Nothing is worked on for so long: what is older was left by a process that was killed. */
const leftAfterMilliseconds = 86_400_000;

/** Does work with a folder of its own for large files, which goes when the work ends; so do those that were left behind. */
export async function inTemporaryFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  await removeLeft();
  const folder = await mkdtemp(join(tmpdir(), prefix));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function removeLeft(): Promise<void> {
  const folders = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix));
  for (const folder of folders.map((name) => join(tmpdir(), name))) {
    // Another process may remove it at the same moment.
    const found = await stat(folder).catch(() => null);
    if (found && Date.now() - found.mtimeMs > leftAfterMilliseconds)
      await rm(folder, { recursive: true, force: true });
  }
}
