import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureServer, startServer } from '../../../../src/local/mongo/index.ts';
import { readLock } from '../../../../src/local/mongo/lifecycle/lock-file.ts';
import { until } from '../../../support/until.ts';

const STARTER = join(import.meta.dirname, 'starter.ts');
/** Long enough for a starter on a busy machine to connect. */
const IDLE_SECONDS = 2;

let folder: string;
let pids: Set<number>;
const releases: Array<() => void> = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'embedded-mongodb-life-'));
  pids = new Set();
});

afterEach(async () => {
  for (const release of releases.splice(0)) release();
  const last = lock()?.pid;
  if (last) pids.add(last);
  for (const pid of pids) if (isAlive(pid)) process.kill(pid, 'SIGTERM');
  for (const pid of pids) await until(`server ${pid} has ended`, () => !isAlive(pid));
  rmSync(folder, { recursive: true, force: true });
});

function lock(): { pid: number; port: number } | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'mongo.lock'), 'utf8'));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function ensure(): Promise<string> {
  const server = await ensureServer({ dataDir: folder, idleSeconds: IDLE_SECONDS });
  releases.push(server.release);
  return server.uri;
}

/** An app in a process of its own, and the address it was given. */
async function startApp(): Promise<{ app: ChildProcess; uri: string }> {
  const app = spawn(process.execPath, [STARTER, folder, String(IDLE_SECONDS)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [uri] = (await once(createInterface({ input: app.stdout as NodeJS.ReadableStream }), 'line')) as [
    string,
  ];
  return { app, uri };
}

async function ended(app: ChildProcess, signal?: NodeJS.Signals): Promise<void> {
  const exit = once(app, 'exit');
  if (signal) app.kill(signal);
  else app.stdin?.end();
  await exit;
}

async function withClient<T>(uri: string, use: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = await MongoClient.connect(uri, { serverSelectionTimeoutMS: 10_000 });
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

describe('the server of a data folder', () => {
  it('is one, however many apps race to start it; outlives those that are killed, and ends when nobody is left', async () => {
    const apps = await Promise.all(Array.from({ length: 3 }, startApp));
    const [first, ...others] = apps;
    expect(new Set(apps.map(({ uri }) => uri)).size).toBe(1);
    const pid = lock()?.pid ?? 0;
    await ended(first?.app as ChildProcess, 'SIGKILL');
    await withClient(first?.uri ?? '', (client) => client.db('t').collection('t').insertOne({ x: 1 }));
    expect(lock()?.pid).toBe(pid);
    await Promise.all(others.map(({ app }) => ended(app)));
    await until('the server has ended', () => !isAlive(pid));
    expect(lock()?.pid).toBe(0);
  });

  it('is started again on the same port when it is killed or stopped, with what it had stored', async () => {
    const uri = await ensure();
    await withClient(uri, async (client) => {
      const things = client.db('t').collection('things');
      await things.insertOne({ kept: true });
      for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
        const stopped = lock()?.pid ?? 0;
        process.kill(stopped, signal);
        await until('another has taken its place', () => lock()?.pid && lock()?.pid !== stopped);
        const found = await until('the client finds the data again', () => things.findOne({ kept: true }));
        expect(found).toMatchObject({ kept: true });
        expect(uri).toContain(`:${lock()?.port}`);
      }
    });
    expect(await ensure()).toBe(uri);
  });

  it('is not taken to be whoever listens on the port of an old lock, whose process number another program has', async () => {
    const other = await startServer({ data: ':memory:' });
    writeFileSync(join(folder, 'mongo.lock'), JSON.stringify({ pid: process.ppid, port: other.port }));
    try {
      expect(await ensure()).not.toBe(other.uri);
    } finally {
      await other.close();
    }
  });

  it('starts over a lock that says nothing', () => {
    writeFileSync(join(folder, 'mongo.lock'), '{"pid":');
    expect(readLock(folder)).toBeUndefined();
    writeFileSync(join(folder, 'mongo.lock'), '{"pid":"x","port":1}');
    expect(readLock(folder)).toBeUndefined();
  });

  it('is refused, with the reason, when the data are of a newer format or cannot be written', async () => {
    const file = new DatabaseSync(join(folder, 'mongo.sqlite'));
    file.exec('PRAGMA user_version = 99');
    file.close();
    await expect(ensure()).rejects.toThrow(/format 99/);
    const taken = join(folder, 'file');
    writeFileSync(taken, '');
    await expect(ensureServer({ dataDir: taken })).rejects.toThrow(/EEXIST|ENOTDIR/);
  });
});
