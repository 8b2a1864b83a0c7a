import { badValue, failedToParse } from '../errors.ts';
import { toNumber } from '../values/number.ts';
import { BsonType } from '../values/raw.ts';
import { Arguments } from './arguments.ts';
import type { CommandContext } from './context.ts';

/** The members a replica set may have. */
const MAX_COPIES = 50;
const FIELDS = new Set(['w', 'j', 'wtimeout', 'fsync', 'provenance']);

/**
 * Reads and checks the write concern; true when the client wants its writes on the disk. A standalone server knows
 * one copy: `majority` is that one, more than one is error 2.
 */
export function wantsSync({ args }: CommandContext): boolean {
  const document = args.document('writeConcern');
  if (!document) return false;
  const concern = new Arguments('writeConcern', document);
  concern.refuseUnknown(FIELDS);
  const w = concern.value('w');
  if (w?.type === BsonType.string) {
    const mode = concern.string('w');
    if (mode !== 'majority') {
      throw badValue(
        `cannot use non-majority 'w' mode "${mode}" when a host is not a member of a replica set`,
      );
    }
  } else if (w) {
    const copies = toNumber(w);
    if (copies === undefined) throw failedToParse('w has to be a number, string, or object');
    if (!(copies >= 0 && copies <= MAX_COPIES)) {
      throw failedToParse(
        `w has to be a non-negative number and not greater than ${MAX_COPIES}; found: ${copies}`,
      );
    }
    if (copies > 1) throw badValue("cannot use 'w' > 1 when a host is not replicated");
  }
  return (concern.boolean('j') ?? false) || (concern.boolean('fsync') ?? false);
}
