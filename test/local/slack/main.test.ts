import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { manifest, openSandbox } from './support.ts';

let folder: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
});
afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

/** Runs the program; `said` collects what it prints. */
function run(...args: string[]) {
  const child = spawn(process.execPath, ['src/local/slack/main.ts', '--data', ':memory:', ...args]);
  children.push(child);
  const said = { text: '' };
  child.stdout.on('data', (chunk) => {
    said.text += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.text += chunk;
  });
  return { child, said };
}

test('it says where it is, answers there, and stops when asked to', async () => {
  const { child, said } = run('--port', '0', '--manifest', join(folder, 'manifest.json'));
  await once(child.stdout, 'data');
  const url = /at (http:\S+);/.exec(said.text)?.[1];
  expect((await fetch(`${url}/clock`)).status).toBe(200);
  expect(await (await fetch(`${url}/`)).text()).toContain('<!doctype html>');
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
});

test('a taken port and a missing manifest are named', async () => {
  const other = await openSandbox();
  const { port } = new URL(other.url);
  const taken = run('--port', port, '--manifest', join(folder, 'manifest.json'));
  expect(await once(taken.child, 'close')).toEqual([1, null]);
  expect(taken.said.text).toContain(`Port ${port} is in use`);
  const missing = run('--port', '0', '--manifest', join(folder, 'none.yml'));
  expect(await once(missing.child, 'close')).toEqual([1, null]);
  expect(missing.said.text).toContain('none.yml');
  await other.close();
});
