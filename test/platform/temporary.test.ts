import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { inTemporaryFolder } from '../../src/platform/files/index.ts';

const left = async () => new Set(await readdir(tmpdir()));

test('a folder for large files goes with its work, also when that fails', async () => {
  let used = '';
  const failing = inTemporaryFolder(async (folder) => {
    used = folder;
    await writeFile(join(folder, 'large'), 'x');
    throw new Error('a fault');
  });
  await expect(failing).rejects.toThrow('a fault');
  expect(await left()).not.toContain(basename(used));
});

test('what a killed process left a day ago goes with the next; what is younger or not ours stays', async () => {
  const names = ['shiftdesk-files-old', 'shiftdesk-files-young', 'other-files-old'];
  for (const name of names) await mkdir(join(tmpdir(), name), { recursive: true });
  for (const name of ['shiftdesk-files-old', 'other-files-old']) {
    await writeFile(join(tmpdir(), name, 'large'), 'x');
    const dayAgo = Date.now() / 1_000 - 90_000;
    await utimes(join(tmpdir(), name), dayAgo, dayAgo);
  }
  await inTemporaryFolder(async () => {});
  const there = await left();
  expect(names.map((name) => there.has(name))).toEqual([false, true, true]);
  for (const name of names) await rm(join(tmpdir(), name), { recursive: true, force: true });
});
