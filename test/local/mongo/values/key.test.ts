import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareValues } from '../../../../src/local/mongo/values/compare.ts';
import { encodeKey, encodeKeyPart, groupKey } from '../../../../src/local/mongo/values/key.ts';
import { fromJs } from '../../../../src/local/mongo/values/raw.ts';
import { bsonNumber, bsonValue } from './arbitrary.ts';
import { compareSlowly } from './compare-oracle.ts';

const sign = Math.sign;
const pair = fc.oneof(
  fc.tuple(bsonValue, bsonValue),
  fc.tuple(bsonNumber, bsonNumber),
  bsonValue.map((value) => [value, value] as [unknown, unknown]),
);

test('values compare as the slow reading of the manual says, and their keys as they do', () => {
  fc.assert(
    fc.property(pair, ([x, y]) => {
      const [a, b] = [fromJs(x), fromJs(y)];
      const order = compareSlowly(x, y);
      expect(sign(compareValues(a, b))).toBe(order);
      expect(Buffer.compare(encodeKeyPart(a, 1), encodeKeyPart(b, 1))).toBe(order);
      expect(Buffer.compare(encodeKeyPart(a, -1), encodeKeyPart(b, -1))).toBe(0 - order);
      expect(groupKey(a) === groupKey(b)).toBe(order === 0);
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 1000) },
  );
});

test('no key is the beginning of another', () => {
  fc.assert(
    fc.property(pair, fc.constantFrom<1 | -1>(1, -1), ([x, y], direction) => {
      const [a, b] = [encodeKeyPart(fromJs(x), direction), encodeKeyPart(fromJs(y), direction)];
      const shorter = Math.min(a.length, b.length);
      if (a.length !== b.length)
        expect(Buffer.compare(a.subarray(0, shorter), b.subarray(0, shorter))).not.toBe(0);
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 700) },
  );
});

test('compound keys compare field by field, each in its direction', () => {
  const directions = fc.array(fc.constantFrom<1 | -1>(1, -1), { minLength: 2, maxLength: 3 });
  const small = fc.oneof(bsonNumber, bsonValue);
  fc.assert(
    fc.property(
      directions,
      fc.array(fc.tuple(small, small), { minLength: 3, maxLength: 3 }),
      (turns, pairs) => {
        const lefts = turns.map((_, i) => fromJs(pairs[i]?.[0]));
        const rights = turns.map((_, i) => fromJs(pairs[i]?.[1]));
        const orders = turns.map((turn, i) => turn * sign(compareValues(lefts[i]!, rights[i]!)));
        const expected = orders.find((order) => order !== 0) ?? 0;
        expect(Buffer.compare(encodeKey(lefts, turns), encodeKey(rights, turns))).toBe(expected);
      },
    ),
    { numRuns: 1000 },
  );
});

test('zeros and ones inside of texts keep their order, and texts apart', () => {
  const text = fc.string({ unit: fc.constantFrom('\u0000', '\u0001', '\u0002'), maxLength: 3 });
  fc.assert(
    fc.property(text, text, (x, y) => {
      const order = Math.sign(Buffer.compare(Buffer.from(x), Buffer.from(y)));
      expect(Buffer.compare(encodeKeyPart(fromJs(x), 1), encodeKeyPart(fromJs(y), 1))).toBe(order);
    }),
    { numRuns: 2000 },
  );
});
