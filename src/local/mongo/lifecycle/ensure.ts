import type { ChildProcess } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readLock } from './lock-file.ts';
import { isServing, uriOf } from './prove.ts';
import { IN_USE, lastWords, spawnServer } from './spawn.ts';

export interface EnsureOptions {
  readonly dataDir: string;
  /** How long the server stays after its last client has gone. */
  readonly idleSeconds?: number;
}

/** A server that this process keeps alive as long as it lives. */
export interface EnsuredServer {
  readonly uri: string;
  /** Lets go of the server; it ends once nobody is connected any more. */
  release(): void;
}

const IDLE_SECONDS = 10;
const START_WITHIN_MILLISECONDS = 20_000;
const LOOK_EVERY_MILLISECONDS = 50;
const RETRY_AFTER_MILLISECONDS = 1_000;

/**
 * Finds the server of a data folder or starts one, and keeps a connection to it: when the server is killed it is started
 * again on the same port, so that clients only have to reconnect. Throws with the server's last words when it cannot start.
 */
export async function ensureServer({
  dataDir,
  idleSeconds = IDLE_SECONDS,
}: EnsureOptions): Promise<EnsuredServer> {
  const folder = resolve(dataDir);
  const keeper = new Keeper(() => findOrStart(folder, idleSeconds));
  return { uri: uriOf(await keeper.start()), release: () => keeper.release() };
}

async function findOrStart(folder: string, idleSeconds: number): Promise<number> {
  const deadline = Date.now() + START_WITHIN_MILLISECONDS;
  let child: ChildProcess | undefined;
  while (Date.now() < deadline) {
    const lock = readLock(folder);
    if (lock && (await isServing(lock))) return lock.port;
    if (child && child.exitCode !== null && child.exitCode !== IN_USE) break;
    // another starter may have won, or a server that is just ending may still hold the file
    if (!child || child.exitCode !== null || child.signalCode !== null)
      child = spawnServer(folder, idleSeconds);
    await pause(LOOK_EVERY_MILLISECONDS);
  }
  throw new Error(`the embedded MongoDB of ${folder} does not start: ${lastWords(folder)}`);
}

/** One idle connection to the server; when it breaks, the server is found or started again. */
class Keeper {
  readonly #find: () => Promise<number>;
  #socket: Socket | undefined;
  #released = false;

  constructor(find: () => Promise<number>) {
    this.#find = find;
  }

  async start(): Promise<number> {
    const port = await this.#find();
    if (!this.#released) this.#hold(port);
    return port;
  }

  #hold(port: number): void {
    const socket = connect(port, '127.0.0.1');
    socket.unref();
    socket.on('error', () => socket.destroy());
    socket.once('close', () => void this.#restore());
    this.#socket = socket;
  }

  /** Tries until the server is there again; whoever uses the database meanwhile meets the failure, with its reason. */
  async #restore(): Promise<void> {
    while (!this.#released) {
      try {
        await this.start();
        return;
      } catch {
        await pause(RETRY_AFTER_MILLISECONDS, undefined, { ref: false });
      }
    }
  }

  release(): void {
    this.#released = true;
    this.#socket?.destroy();
  }
}
