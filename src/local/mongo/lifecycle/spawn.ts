import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const logIn = (folder: string) => join(folder, 'mongo.log');

/** The exit code of a server that found its data folder in use by another. */
export const IN_USE = 75;

/** Starts a server for the folder, detached: it lives on when this process ends. Its words go to `mongo.log` there. */
export function spawnServer(folder: string, idleSeconds: number): ChildProcess {
  mkdirSync(folder, { recursive: true });
  const log = openSync(logIn(folder), 'a');
  const child = spawn(
    process.execPath,
    [MAIN, '--data', folder, '--any-port', '--idle-seconds', String(idleSeconds)],
    { detached: true, stdio: ['ignore', log, log], cwd: folder },
  );
  closeSync(log);
  child.unref();
  return child;
}

/** The last lines a server wrote, for the error of whoever started it. */
export function lastWords(folder: string): string {
  try {
    return readFileSync(logIn(folder), 'utf8').trim().split('\n').slice(-5).join('\n');
  } catch {
    return '';
  }
}
