import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Who serves a data folder (0: nobody any more), and where. Only a connection proves that it is still true. */
export interface Lock {
  readonly pid: number;
  readonly port: number;
}

const fileIn = (folder: string) => join(folder, 'mongo.lock');

/** The lock in the folder; undefined when there is none that can be read. */
export function readLock(folder: string): Lock | undefined {
  try {
    const { pid, port } = JSON.parse(readFileSync(fileIn(folder), 'utf8')) as Partial<Lock>;
    return Number.isInteger(pid) && Number.isInteger(port) ? ({ pid, port } as Lock) : undefined;
  } catch {
    return undefined;
  }
}

/** Puts this process into the lock file. The open data file, not the lock, is what keeps others out. */
export function writeLock(folder: string, port: number): void {
  replace(folder, { pid: process.pid, port });
}

/** Takes this process out of the lock file; the port stays, so that the next server can take the same. */
export function releaseLock(folder: string): void {
  const lock = readLock(folder);
  if (lock?.pid === process.pid) replace(folder, { pid: 0, port: lock.port });
}

function replace(folder: string, lock: Lock): void {
  const temporary = `${fileIn(folder)}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(lock), { mode: 0o600 });
  renameSync(temporary, fileIn(folder));
}
