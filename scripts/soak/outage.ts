import { spawn } from 'node:child_process';
import { once } from 'node:events';

const seconds = 60;

/** The test of an outage in the middle of 200 changes, with Slack away for a whole minute. @throws when it fails. */
export async function soakOutage(say: (line: string) => void): Promise<void> {
  const test = spawn(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      'test/features/tickets/recovery.test.ts',
      '-t',
      'an outage of Slack',
    ],
    { env: { ...process.env, OUTAGE_SECONDS: String(seconds) }, stdio: 'inherit' },
  );
  const [code] = (await once(test, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the test ended with ${code}`);
  say(`an outage of ${seconds} s in the middle of 200 changes: nothing lost, nothing doubled`);
}
