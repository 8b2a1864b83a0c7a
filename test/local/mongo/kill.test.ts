import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { KillTest } from './kill-round.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'embedded-mongodb-kill-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** `npm run soak` does twenty rounds. */
it('has every acknowledged write, once, after a kill under load', async () => {
  const test = new KillTest(folder);
  for (const writes of [300, 700]) {
    const { acknowledged, documents } = await test.round(writes);
    expect(acknowledged).toBeGreaterThanOrEqual(writes);
    expect(documents).toBeGreaterThan(0);
  }
});
