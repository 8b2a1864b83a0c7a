import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What `startLocalParts` has to know of the configuration. */
interface Wanted {
  MONGODB_URI?: string | undefined;
  SLACK_BOT_TOKEN?: string | undefined;
  DATA_DIR: string;
  SANDBOX_PORT: number;
}

/** What stands in for the outside world, as variables of the environment the desk is then configured from. */
export interface LocalParts {
  variables: Record<string, string>;
  /** Lines for the person who started the desk: where everything is and whom to be. */
  summary(port: number): string[];
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Starts what the configuration does not name: the embedded MongoDB without `MONGODB_URI`, the sandbox workspace without
 * `SLACK_BOT_TOKEN`. The desk reaches both over the network and cannot tell them from the real ones.
 */
export async function startLocalParts(wanted: Wanted): Promise<LocalParts> {
  const variables: Record<string, string> = {};
  const where: string[] = [];
  if (wanted.MONGODB_URI) {
    where.push('Database   the MongoDB of MONGODB_URI');
  } else {
    const { ensureServer } = await import('./mongo/index.ts');
    const { uri } = await ensureServer({ dataDir: wanted.DATA_DIR });
    variables.MONGODB_URI = uri;
    where.push(
      `Database   embedded MongoDB at ${uri}, data in ${wanted.DATA_DIR} (move it: npm run mongo:copy -- --to mongodb://…)`,
    );
  }
  if (wanted.SLACK_BOT_TOKEN) {
    return {
      variables,
      summary: (port) => [...where, `Desk       http://127.0.0.1:${port}/readyz`],
      stop: async () => {},
    };
  }
  const url = `http://127.0.0.1:${wanted.SANDBOX_PORT}`;
  const sandbox = await startSandbox(url, wanted);
  Object.assign(variables, {
    SLACK_API_URL: `${url}/api/`,
    SLACK_BOT_TOKEN: 'xoxb-sandbox-shiftdesk',
    SLACK_APP_TOKEN: 'xapp-sandbox-shiftdesk',
    SLACK_SIGNING_SECRET: 'sandbox-signing-secret',
    CLOCK_URL: `${url}/clock`,
    SEED_FILE: join(root, 'manifests/sandbox.yml'),
  });
  return {
    variables,
    summary: (port) => [
      '',
      'Shiftdesk is ready.',
      `Workspace  ${url}  (the sandbox: open it in a browser)`,
      `Desk       http://127.0.0.1:${port}/readyz`,
      ...where,
      'Be         Ana (customer): /ticket new  ·  Bo (agent): /stats log, Claim  ·  Lee (lead): Home  ·  Olive (owner): /desk',
      '',
    ],
    stop: () => ended(sandbox),
  };
}

async function startSandbox(url: string, wanted: Wanted): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    [
      join(root, 'src/local/slack/main.ts'),
      '--port',
      String(wanted.SANDBOX_PORT),
      '--data',
      join(wanted.DATA_DIR, 'sandbox'),
      '--manifest',
      join(root, 'manifest.yml'),
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) break;
    if (await answers(`${url}/clock`)) return child;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill();
  throw new Error(`the sandbox does not start on ${url}. Is SANDBOX_PORT in use? Set another.`);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
