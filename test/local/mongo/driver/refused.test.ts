import { expect, test } from 'vitest';
import { driver, failure } from './support.ts';

const mongo = driver();

test.each([
  [
    { mapReduce: 'x', map: 'm', reduce: 'r', out: 'o' },
    238,
    'not supported by the embedded MongoDB: the command mapReduce',
  ],
  [{ collMod: 'x' }, 238, 'not supported by the embedded MongoDB: the command collMod'],
  [{ replSetGetStatus: 1 }, 76, 'not running with --replSet'],
  [{ launchMissiles: 1 }, 59, "no such command: 'launchMissiles'"],
])('%j is refused', async (command, code, message) => {
  expect(await failure(mongo.db.admin().command(command))).toEqual({ code, message });
});
