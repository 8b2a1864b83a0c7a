import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import fc from 'fast-check';

const int = fc.oneof(fc.integer({ min: -4, max: 4 }), fc.integer()).map((n) => new Int32(n));
const double = fc
  .oneof(fc.integer({ min: -4, max: 4 }), fc.double(), fc.constantFrom(0.1, -0, 2 ** 53, 2 ** 63, -(2 ** 63)))
  .map((n) => new Double(n));
const long = fc
  .oneof(
    fc.bigInt({ min: -4n, max: 4n }),
    fc.bigInt({ min: 2n ** 53n - 2n, max: 2n ** 53n + 2n }),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  )
  .map((n) => Long.fromBigInt(n));
const decimal = fc
  .oneof(
    fc.constantFrom(
      'NaN',
      'Infinity',
      '-Infinity',
      '0',
      '-0',
      '0.1',
      '9007199254740993',
      '1E-6176',
      '-1E+6111',
    ),
    fc.integer({ min: -4, max: 4 }).map(String),
    fc
      .tuple(fc.bigInt({ min: -(10n ** 33n), max: 10n ** 33n }), fc.integer({ min: -400, max: 400 }))
      .map(([c, e]) => `${c}E${e}`),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n.toPrecision(17)),
  )
  .map((text) => Decimal128.fromString(text));

/** A number of any BSON type, often close to others. */
export const bsonNumber = fc.oneof(int, double, long, decimal);

const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', '\u0000', '\u0001', 'é', '\uffff', '😀'), maxLength: 4 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
const cstring = fc.string({ unit: fc.constantFrom('a', 'b', '\u0001', 'é', '\uffff', '😀'), maxLength: 3 });
const bytes = fc.uint8Array({ maxLength: 4 });
const objectId = fc.uint8Array({ minLength: 12, maxLength: 12 }).map((b) => new ObjectId(b));

const scalar = fc.oneof(
  bsonNumber,
  text,
  text.map((t) => new BSONSymbol(t)),
  fc.tuple(bytes, fc.constantFrom(0, 4, 5, 128)).map(([b, subtype]) => new Binary(b, subtype)),
  objectId,
  fc.boolean(),
  fc
    .oneof(fc.integer({ min: -3, max: 3 }), fc.maxSafeInteger())
    .map((n) => new Date(n % 8_640_000_000_000_000)),
  fc.constantFrom(null, new MinKey(), new MaxKey()),
  fc.tuple(cstring, fc.constantFrom('', 'i', 'im')).map(([p, o]) => new BSONRegExp(p, o)),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((n) => new Timestamp(n)),
  text.map((t) => new Code(t)),
  fc.tuple(text, fc.integer()).map(([t, n]) => new Code(t, { n })),
  fc.tuple(cstring, objectId).map(
    ([c, id]) =>
      new Map<string, unknown>([
        ['$ref', c],
        ['$id', id],
      ]),
  ),
);

/** Any BSON value, nested three deep, in bson's classes. */
export const bsonValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.constantFrom('a', 'b', 'ab', '', '10'), tie('value')), { maxLength: 3 })
      .map((e) => new Map(e)),
  ),
})).value;
