import { existsSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { startDesk } from './app.ts';
import { startLocalParts } from './local/start.ts';
import { followClock, systemClock } from './platform/clock.ts';
import { loadConfig } from './platform/config.ts';
import { StartRefused } from './platform/errors.ts';
import { createLogger } from './platform/logging.ts';
import { seedDesk } from './seed.ts';

/** A graceful stop may take this long; a supervisor usually kills after it. */
const stopWithinMilliseconds = 10_000;

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const given = loadConfig(process.env);
  const local = await startLocalParts(given);
  const config = loadConfig({ ...process.env, ...local.variables });
  const log = createLogger(config.LOG_LEVEL);
  const clock = config.CLOCK_URL
    ? await followClock(config.CLOCK_URL, (error) => log.warn({ error }, 'the clock source does not answer'))
    : systemClock;
  const running = await startDesk(config, { clock, log });
  if (config.SEED_FILE) await seedDesk(running.desk, running.workspace, config.SEED_FILE);
  process.stdout.write(`${local.summary(running.port).join('\n')}\n`);
  // Where NODE_COMPILE_CACHE names a folder, the next start is faster even if this process is killed.
  flushCompileCache();

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), stopWithinMilliseconds).unref();
    await running.stop();
    await local.stop();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
} catch (error) {
  const lines = error instanceof StartRefused ? error.problems : [(error as Error).stack ?? String(error)];
  process.stderr.write(`Shiftdesk cannot start.\n${lines.map((line) => `  - ${line}`).join('\n')}\n`);
  process.exit(1);
}
