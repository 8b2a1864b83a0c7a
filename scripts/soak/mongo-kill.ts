import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KillTest } from '../../test/local/mongo/kill-round.ts';

const ROUNDS = 20;

/** Twenty kills of the embedded MongoDB under load, on one data folder; throws when a write is lost or double. */
export async function soakMongoKill(say: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'embedded-mongodb-soak-'));
  try {
    const test = new KillTest(folder);
    for (let round = 1; round <= ROUNDS; round++) {
      const { acknowledged, documents } = await test.round(200 + Math.floor(Math.random() * 2_000));
      say(
        `round ${round}: ${acknowledged} writes acknowledged, ${documents} documents there, none lost, none double`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
