import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import packageJson from '../../package.json' with { type: 'json' };

/** What `npm start` gives to node: what V8 is told about memory, and the file. */
const startArguments = packageJson.scripts.start.split(' ').slice(1);
/** Where started processes keep their compiled code for the next, which starts in half the time. */
const compiled = join(tmpdir(), 'shiftdesk-compiled');

/** A process of the desk, started as `npm start` starts it. */
export interface DeskProcess {
  /** The address of its HTTP side. */
  url: string;
  /** Ends it as `kill -9` does. */
  kill(): Promise<void>;
  /** Ends it as a supervisor does, and gives its exit code. */
  stop(): Promise<number | null>;
}

/** Starts a process with these variables alone and waits until it says that it is ready. */
export async function startDeskProcess(environment: Record<string, string>): Promise<DeskProcess> {
  const child = spawn(process.execPath, startArguments, {
    env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: compiled, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const url = await ready(child, errors);
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exit = once(child, 'exit');
    child.kill(signal);
    const [code] = (await exit) as [number | null];
    return code;
  };
  return { url, kill: async () => void (await end('SIGKILL')), stop: () => end('SIGTERM') };
}

async function ready(child: ChildProcess, errors: string[]): Promise<string> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  return new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      const url = /Desk +(http:\S+)\/readyz/.exec(line)?.[1];
      if (url) resolve(url);
    });
    child.once('exit', (code) =>
      reject(new Error(`the desk ended with ${code} before it was ready: ${errors.join('')}`)),
    );
  });
}
