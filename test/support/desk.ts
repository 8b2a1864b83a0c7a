import { expect } from 'vitest';
import { startDesk } from '../../src/app.ts';
import { ControlClient } from '../../src/local/slack/control/client.ts';
import { type SandboxOptions, startSandbox } from '../../src/local/slack/index.ts';
import { loadConfig } from '../../src/platform/config.ts';
import type { Desk } from '../../src/platform/desk.ts';
import { createLogger } from '../../src/platform/logging.ts';
import type { RunningDesk } from '../../src/platform/start.ts';
import { seedDesk } from '../../src/seed.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { MovingClock } from './moving-clock.ts';
import { QueryWatch } from './queries.ts';
import { until } from './until.ts';

/** The people of the sandbox, by what they are on the desk. */
export const people = {
  owner: 'U0OWNER',
  manager: 'U0MANAGER',
  lead: 'U0LEAD',
  bo: 'U0BO',
  cy: 'U0CY',
  dee: 'U0DEE',
  contractor: 'U0CONTRACT',
  ana: 'U0ANA',
  ben: 'U0BEN',
} as const;

export const channels = {
  triage: 'C0TRIAGE',
  alerts: 'C0ALERTS',
  digest: 'C0DIGEST',
  general: 'C0GENERAL',
} as const;

/** A whole desk for a test: database, sandbox, app, and a clock one can move. */
export interface TestDesk {
  desk: Desk;
  workspace: string;
  clock: MovingClock;
  database: TestDatabase;
  /** Acts as any user and reads what each user sees. */
  slack: ControlClient;
  /** Variables with which another process of the same desk can be started. */
  environment: Record<string, string>;
  /** Waits until nothing waits in inbox and outbox. */
  quiet(): Promise<void>;
  /**
   * Stops it all. Fails when a query scanned, or when Slack refused something or was not answered in time; a test that
   * expects that calls `slack.forgetFailures()` first.
   */
  stop(): Promise<void>;
}

/**
 * Starts one. `seed: false` leaves the desk empty; `start` is the desk's time; `slack` is another workspace than usual;
 * `mongodb` is a server of the test's own.
 */
export async function startTestDesk(
  options: {
    seed?: boolean;
    start?: string;
    role?: string;
    slack?: SandboxOptions['seed'];
    mongodb?: string;
  } = {},
): Promise<TestDesk> {
  const database = await freshDatabase(options.mongodb);
  const sandbox = await startSandbox({
    manifest: 'manifest.yml',
    ...(options.slack ? { seed: options.slack } : {}),
  });
  const clock = new MovingClock(options.start);
  const environment = {
    MONGODB_URI: database.uri,
    MONGODB_DATABASE: database.name,
    SLACK_API_URL: sandbox.apiUrl,
    SLACK_BOT_TOKEN: sandbox.botToken,
    SLACK_APP_TOKEN: sandbox.appToken,
    SLACK_SIGNING_SECRET: sandbox.signingSecret,
    SLACK_PACE: '100',
    PORT: '0',
    ROLE: options.role ?? 'all',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'fatal',
    NODE_ENV: 'test',
  };
  const config = loadConfig(environment);
  const running: RunningDesk = await startDesk(config, { clock, log: createLogger(config.LOG_LEVEL) });
  const { desk, workspace } = running;
  const queries = new QueryWatch(desk.database.connection);
  const slack = new ControlClient(sandbox.url);
  if (options.seed !== false) await seedDesk(desk, workspace, 'manifests/sandbox.yml');
  return {
    desk,
    workspace,
    clock,
    database,
    slack,
    environment,
    quiet: async () => {
      await until(
        'inbox and outbox are empty',
        async () =>
          (await desk.outbox.waiting(workspace)) === 0 && (await desk.inbox.waiting(workspace)) === 0,
      );
    },
    stop: async () => {
      const faults = await queries.faults();
      // An event that met no socket is delivered again, so it is no failure of the app.
      const failures = (await slack.failures()).filter(({ kind }) => kind !== 'no_connection');
      await running.stop();
      await sandbox.close();
      await database.close();
      expect(faults, 'queries of the desk').toEqual([]);
      expect(failures, 'what Slack would have refused or shown as a failure').toEqual([]);
    },
  };
}
