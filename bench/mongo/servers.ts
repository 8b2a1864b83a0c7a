import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = join(import.meta.dirname, '../../src/local/mongo/main.ts');
const STUB = join(import.meta.dirname, 'stub.ts');

/** A server in a process of its own. */
export interface BenchServer {
  readonly port: number;
  readonly uri: string;
  /** The most memory it has held so far, in MB. */
  peakMegabytes(): number;
  stop(): Promise<void>;
}

/** The embedded MongoDB on a fresh folder. */
export async function startEmbedded(): Promise<BenchServer> {
  const folder = mkdtempSync(join(tmpdir(), 'embedded-mongodb-bench-'));
  const child = spawn(process.execPath, [MAIN, '--data', folder, '--any-port'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return server(child, Number(/:(\d+)/.exec(line)?.[1]), () =>
    rmSync(folder, { recursive: true, force: true }),
  );
}

/** A server that gives the same answers without looking or storing; `answers` are whole replies by command. */
export async function startStub(answers: Record<string, Uint8Array>): Promise<BenchServer> {
  const child = fork(STUB, { serialization: 'advanced' });
  child.send(answers);
  const [port] = (await once(child, 'message')) as [number];
  return server(child, port, () => {});
}

function server(child: ChildProcess, port: number, cleanUp: () => void): BenchServer {
  return {
    port,
    uri: `mongodb://127.0.0.1:${port}`,
    peakMegabytes: () =>
      Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
    stop: async () => {
      const exit = once(child, 'exit');
      child.kill();
      await exit;
      cleanUp();
    },
  };
}
