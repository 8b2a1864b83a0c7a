import { Decimal128, Double, Int32, Long, MinKey, ObjectId, Timestamp } from 'bson';
import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../../../src/local/mongo/aggregation/expression/compile.ts';
import { scopeOf } from '../../../../src/local/mongo/aggregation/expression/scope.ts';
import { MongoError } from '../../../../src/local/mongo/errors.ts';
import { documentFromJs, fromJs } from '../../../../src/local/mongo/values/raw.ts';
import { canonical } from './memory.ts';

const document = documentFromJs({
  one: 1,
  big: Long.fromString('9007199254740993'),
  half: 0.5,
  price: Decimal128.fromString('1.10'),
  list: [{ n: 1 }, { n: 'x' }, 5],
  nested: { a: { b: 7 } },
  at: new Date('2024-03-10T07:30:00Z'),
  text: 'Grüße',
  none: null,
  id: ObjectId.createFromHexString('65ed5f000000000000000000'),
});

const value = (expression: unknown) => canonical(compileExpression(fromJs(expression))(scopeOf(document)));
const int = (n: number) => ({ $numberInt: String(n) });
const long = (n: number | string) => ({ $numberLong: String(n) });
const double = (n: string) => ({ $numberDouble: n });
const decimal = (n: string) => ({ $numberDecimal: n });
const at = (iso: string) => ({ $date: { $numberLong: String(Date.parse(iso)) } });
const strict = (n: bigint) => Long.fromBigInt(n);

/** A branch of `$switch`; built of entries because an object with a `then` looks like a promise. */
const branch = (test: unknown, answer: unknown) =>
  Object.fromEntries([
    ['case', test],
    ['then', answer],
  ]);

type Case = [name: string, expression: unknown, expected: unknown];

const CASES: Record<string, Case[]> = {
  paths: [
    ['a field', '$one', int(1)],
    ['a nested field', '$nested.a.b', int(7)],
    ['through an array', '$list.n', [int(1), 'x']],
    ['a position is a name', '$list.0', []],
    ['missing', '$nope.x', 'missing'],
    ['the whole document', { $type: '$$ROOT' }, 'object'],
    ['removed', '$$REMOVE', 'missing'],
    ['missing in an array is null', ['$nope', 1], [null, int(1)]],
    ['missing in a document is left out', { a: '$nope', b: '$one' }, { b: int(1) }],
    ['a literal', { $literal: '$one' }, '$one'],
  ],
  arithmetic: [
    ['Int32 grows to Long', { $add: [2147483647, 1] }, long(2147483648)],
    ['Long stays exact', { $add: ['$big', 1] }, long('9007199254740994')],
    ['Long overflows to Double', { $multiply: ['$big', '$big'] }, double('8.11296384146067e+31')],
    ['a Double among them', { $add: ['$one', '$half'] }, double('1.5')],
    ['a Decimal128 among them', { $add: ['$price', '$one'] }, decimal('2.10')],
    ['a Double becomes 15 digits of decimal', { $add: ['$price', 0.1] }, decimal('1.200000000000000')],
    ['division is a Double', { $divide: [10, 4] }, double('2.5')],
    [
      'decimal division has 34 digits',
      { $divide: [Decimal128.fromString('1'), 3] },
      decimal('0.3333333333333333333333333333333333'),
    ],
    ['exact decimal division is short', { $divide: [Decimal128.fromString('10'), 4] }, decimal('2.5')],
    ['a remainder has the sign of the dividend', { $mod: [-7, 3] }, int(-1)],
    ['dates and milliseconds', { $add: ['$at', 1000] }, at('2024-03-10T07:30:01Z')],
    ['dates apart', { $subtract: ['$at', new Date(0)] }, long(Date.parse('2024-03-10T07:30:00Z'))],
    ['null ends it', { $add: [1, '$none', 'x'] }, null],
    ['half to even', { $round: [2.5] }, double('2.0')],
    ['by the exact binary value', { $round: [1.015, 2] }, double('1.01')],
    ['before the point', { $round: [1250, -2] }, int(1200)],
    ['cut', { $trunc: [-1.99, 1] }, double('-1.9')],
    ['ceil of a decimal', { $ceil: '$price' }, decimal('2')],
    ['floor below zero', { $floor: [new Double(-1.5)] }, double('-2.0')],
    ['absolute', { $abs: -5 }, int(5)],
    ['a power stays whole', { $pow: [2, 40] }, long(2 ** 40)],
    ['a negative power does not', { $pow: [2, -1] }, double('0.5')],
    ['a root', { $sqrt: 25 }, double('5.0')],
    ['ten tenths are one', { $sum: Array.from({ length: 10 }, () => 0.1) }, double('1.0')],
    ['the mean skips what is no number', { $avg: '$list.n' }, double('1.0')],
    ['the deviation', { $stdDevPop: [1, 3] }, double('1.0')],
  ],
  comparison: [
    ['across number types', { $eq: [new Int32(1), strict(1n)] }, true],
    ['beyond 2^53', { $eq: ['$big', 9007199254740992] }, false],
    ['decimal and double', { $gt: [Decimal128.fromString('0.51'), '$half'] }, true],
    ['ObjectIds by bytes', { $lt: ['$id', ObjectId.createFromHexString('65ed5f000000000000000001')] }, true],
    ['types in BSON order', { $cmp: ['a', 5] }, int(1)],
    ['missing before null', { $lt: ['$nope', null] }, true],
    ['missing is not null', { $eq: ['$nope', null] }, false],
    ['MinKey first', { $lt: [new MinKey(), '$nope'] }, true],
    [
      'the order of fields matters',
      {
        $eq: [
          { a: 1, b: 2 },
          { b: 2, a: 1 },
        ],
      },
      false,
    ],
    ['and stops at false', { $and: [false, { $divide: [1, 0] }] }, false],
    ['or stops at true', { $or: [1, { $divide: [1, 0] }] }, true],
    ['not', { $not: [0] }, true],
    ['the first that is not null', { $ifNull: ['$nope', '$none', 5] }, int(5)],
    ['largest', { $max: [1, 2.5, '$none'] }, double('2.5')],
  ],
  control: [
    ['if', { $cond: ['$one', 'yes', 'no'] }, 'yes'],
    [
      'if by name',
      {
        $cond: Object.fromEntries([
          ['if', '$none'],
          ['then', 'yes'],
          ['else', 'no'],
        ]),
      },
      'no',
    ],
    [
      'switch',
      {
        $switch: {
          branches: [branch({ $gt: ['$one', 5] }, 'a'), branch(true, 'b')],
        },
      },
      'b',
    ],
    [
      'let sees the outer scope',
      { $let: { vars: { x: '$one', y: 2 }, in: { $add: ['$$x', '$$y', '$one'] } } },
      int(4),
    ],
    ['variables have fields', { $let: { vars: { x: '$nested' }, in: '$$x.a.b' } }, int(7)],
  ],
  arrays: [
    ['from the end', { $arrayElemAt: ['$list', -1] }, int(5)],
    ['beyond the end', { $arrayElemAt: ['$list', 9] }, 'missing'],
    ['first', { $first: '$list' }, { n: int(1) }],
    ['last', { $last: '$list' }, int(5)],
    ['size', { $size: '$list' }, int(3)],
    ['slice from the end', { $slice: [[1, 2, 3, 4], -3, 2] }, [int(2), int(3)]],
    ['concat', { $concatArrays: [[1], [2, 3]] }, [int(1), int(2), int(3)]],
    ['in, by value', { $in: [strict(5n), '$list'] }, true],
    ['index', { $indexOfArray: [['a', 'b', 'c'], 'c'] }, int(2)],
    ['range', { $range: [5, 0, -2] }, [int(5), int(3), int(1)]],
    ['reverse', { $reverseArray: { $literal: [1, 2] } }, [int(2), int(1)]],
    ['map', { $map: { input: [1, 2], as: 'x', in: { $multiply: ['$$x', 10] } } }, [int(10), int(20)]],
    ['filter', { $filter: { input: [1, 2, 3], cond: { $gt: ['$$this', 1] }, limit: 1 } }, [int(2)]],
    [
      'reduce',
      { $reduce: { input: ['a', 'b'], initialValue: '', in: { $concat: ['$$value', '$$this'] } } },
      'ab',
    ],
    [
      'zip to the longest',
      { $zip: { inputs: [[1], [2, 3]], useLongestLength: true, defaults: [0, 0] } },
      [
        [int(1), int(2)],
        [int(0), int(3)],
      ],
    ],
    [
      'sort by a field',
      { $sortArray: { input: [{ a: 2 }, { a: 1 }], sortBy: { a: 1 } } },
      [{ a: int(1) }, { a: int(2) }],
    ],
    ['the largest two', { $maxN: { n: 2, input: [3, 1, 2] } }, [int(3), int(2)]],
    [
      'union knows equal numbers',
      {
        $setUnion: [
          [1, 2],
          [strict(2n), 3],
        ],
      },
      [int(1), int(2), int(3)],
    ],
    ['difference', { $setDifference: [[1, 2, 2], [1]] }, [int(2)]],
    ['intersection', { $setIntersection: [[1, 2], [new Double(2)]] }, [int(2)]],
    ['subset', { $setIsSubset: [[1], [1, 2]] }, true],
    [
      'pairs to a document',
      {
        $arrayToObject: {
          $literal: [
            ['a', 1],
            ['__proto__', 2],
          ],
        },
      },
      JSON.parse('{"a":{"$numberInt":"1"},"__proto__":{"$numberInt":"2"}}'),
    ],
    ['a document to pairs', { $objectToArray: { a: 1 } }, [{ k: 'a', v: int(1) }]],
    ['merged', { $mergeObjects: [{ a: 1, b: 1 }, '$none', { b: 2 }] }, { a: int(1), b: int(2) }],
    [
      'a field with a dot',
      { $getField: { field: 'a.b', input: { $setField: { field: 'a.b', input: {}, value: 1 } } } },
      int(1),
    ],
  ],
  strings: [
    ['concat', { $concat: ['a', 'b'] }, 'ab'],
    ['concat with null', { $concat: ['a', '$none'] }, null],
    ['only ASCII changes case', { $toUpper: '$text' }, 'GRüßE'],
    ['code points', { $substrCP: ['$text', 2, 2] }, 'üß'],
    ['bytes', { $substrBytes: ['$text', 0, 4] }, 'Grü'],
    ['length in code points', { $strLenCP: '🎫x' }, int(2)],
    ['length in bytes', { $strLenBytes: '🎫x' }, int(5)],
    ['position in bytes', { $indexOfBytes: ['$text', 'ß'] }, int(4)],
    ['position in code points', { $indexOfCP: ['$text', 'ß'] }, int(3)],
    ['split', { $split: ['a,b', ','] }, ['a', 'b']],
    ['trim', { $trim: { input: ' \n a ' } }, 'a'],
    ['trim given characters', { $ltrim: { input: 'xxya', chars: 'yx' } }, 'a'],
    [
      'replace takes no pattern',
      { $replaceAll: { input: 'a.b.c', find: '.', replacement: '<$&>' } },
      'a<$&>b<$&>c',
    ],
    ['case-insensitive compare', { $strcasecmp: ['ABC', 'abd'] }, int(-1)],
    ['regex', { $regexMatch: { input: 'Ticket T-12', regex: 't-(\\d+)', options: 'i' } }, true],
    [
      'captures, by code point',
      { $regexFind: { input: '🎫 T-12', regex: 'T-(\\d+)(x)?' } },
      { match: 'T-12', idx: int(2), captures: ['12', null] },
    ],
  ],
  conversion: [
    ['to int', { $toInt: '42' }, int(42)],
    ['to long', { $toLong: new Double(1.9) }, long(1)],
    ['to decimal', { $toDecimal: 0.1 }, decimal('0.100000000000000')],
    ['to string', { $toString: '$big' }, '9007199254740993'],
    ['a date to string', { $toString: '$at' }, '2024-03-10T07:30:00.000Z'],
    ['to ObjectId', { $toObjectId: '65ed5f000000000000000000' }, { $oid: '65ed5f000000000000000000' }],
    ['an ObjectId to a date', { $toDate: '$id' }, at('2024-03-10T07:19:28Z')],
    ['on error', { $convert: { input: 'x', to: 'int', onError: -1 } }, int(-1)],
    ['on null', { $convert: { input: '$nope', to: 'int', onNull: 0 } }, int(0)],
    ['everything is true', { $toBool: 'false' }, true],
    ['types', { $type: new Timestamp({ t: 1, i: 1 }) }, 'timestamp'],
  ],
  dates: [
    ['in a zone, in summer time', { $hour: { date: '$at', timezone: 'America/New_York' } }, int(3)],
    ['by offset', { $minute: { date: '$at', timezone: '+05:45' } }, int(15)],
    ['Sunday is 1', { $dayOfWeek: '$at' }, int(1)],
    ['and 7 in ISO', { $isoDayOfWeek: '$at' }, int(7)],
    ['weeks from Sunday', { $week: '$at' }, int(10)],
    ['ISO weeks', { $isoWeek: '$at' }, int(10)],
    ['the ISO year', { $isoWeekYear: new Date('2021-01-01T00:00:00Z') }, long(2020)],
    [
      'printed',
      {
        $dateToString: { date: '$at', format: '%Y-%m-%d %H:%M:%S.%L %z %j %b %%', timezone: 'Asia/Kolkata' },
      },
      '2024-03-10 13:00:00.000 +0530 070 Mar %',
    ],
    ['printed by default', { $dateToString: { date: '$at' } }, '2024-03-10T07:30:00.000Z'],
    [
      'read',
      {
        $dateFromString: {
          dateString: '10.03.2024 08:30',
          format: '%d.%m.%Y %H:%M',
          timezone: 'Europe/Berlin',
        },
      },
      at('2024-03-10T07:30:00Z'),
    ],
    [
      'read in ISO form',
      { $dateFromString: { dateString: '2024-03-10T08:30:00+01:00' } },
      at('2024-03-10T07:30:00Z'),
    ],
    [
      'made of parts that carry',
      { $dateFromParts: { year: 2023, month: 15, day: 10 } },
      at('2024-03-10T00:00:00Z'),
    ],
    [
      'made of ISO parts',
      { $dateFromParts: { isoWeekYear: 2024, isoWeek: 10, isoDayOfWeek: 7 } },
      at('2024-03-10T00:00:00Z'),
    ],
    [
      'a month on, at its end',
      { $dateAdd: { startDate: new Date('2024-01-31T00:00:00Z'), unit: 'month', amount: 1 } },
      at('2024-02-29T00:00:00Z'),
    ],
    [
      'a day on over the change of clocks',
      {
        $dateAdd: {
          startDate: new Date('2024-03-09T17:00:00Z'),
          unit: 'day',
          amount: 1,
          timezone: 'America/New_York',
        },
      },
      at('2024-03-10T16:00:00Z'),
    ],
    [
      'boundaries between',
      {
        $dateDiff: {
          startDate: new Date('2023-12-31T23:59:00Z'),
          endDate: new Date('2024-01-01T00:01:00Z'),
          unit: 'year',
        },
      },
      long(1),
    ],
    [
      'weeks between',
      { $dateDiff: { startDate: new Date('2024-03-09T00:00:00Z'), endDate: '$at', unit: 'week' } },
      long(1),
    ],
    [
      'the day in a zone',
      { $dateTrunc: { date: '$at', unit: 'day', timezone: 'America/New_York' } },
      at('2024-03-10T05:00:00Z'),
    ],
    [
      'weeks from Monday',
      { $dateTrunc: { date: '$at', unit: 'week', startOfWeek: 'monday' } },
      at('2024-03-04T00:00:00Z'),
    ],
    [
      'a quarter of an hour',
      { $dateTrunc: { date: new Date('2024-03-10T07:44:00Z'), unit: 'minute', binSize: 15 } },
      at('2024-03-10T07:30:00Z'),
    ],
    ['null stays null', { $year: '$none' }, null],
  ],
};

for (const [group, cases] of Object.entries(CASES)) {
  describe(`expressions: ${group}`, () => {
    it.each(cases)('%s', (_, expression, expected) => {
      expect(value(expression)).toEqual(expected);
    });
  });
}

describe('expressions that fail', () => {
  it.each<[unknown, number, string]>([
    [{ $nope: 1 }, 168, "Unrecognized expression '$nope'"],
    [{ $function: {} }, 238, 'not supported by the embedded MongoDB: the expression $function'],
    [{ $add: [1, 'x'] }, 14, '$add only supports numeric or date types, not string'],
    [{ $divide: [1, 0] }, 2, "can't $divide by zero"],
    [{ $mod: [1, 0] }, 16610, "can't $mod by zero"],
    [{ $subtract: [1] }, 16020, 'Expression $subtract takes exactly 2 arguments. 1 were passed in.'],
    [{ $add: [1], $subtract: [1, 2] }, 15983, 'exactly one field'],
    ['$$nope', 17276, 'Use of undefined variable: nope'],
    ['$', 16872, "'$' by itself is not a valid FieldPath"],
    ['$a..b', 15998, 'FieldPath field names may not be empty strings.'],
    [{ $size: 5 }, 17124, 'The argument to $size must be an array, but was of type: int'],
    [{ $in: [1, 2] }, 40081, '$in requires an array as a second argument, found: int'],
    [{ $toInt: 'x' }, 241, "Failed to parse number 'x'"],
    [{ $toInt: 3e9 }, 241, 'overflow'],
    [
      { $dateToString: { date: '$at', timezone: 'Mars/Base' } },
      40485,
      'unrecognized time zone identifier: "Mars/Base"',
    ],
    [{ $year: 'x' }, 16006, "can't convert from BSON type string to Date"],
    [{ $switch: { branches: [branch(false, 1)] } }, 40066, 'could not find a matching branch'],
    [{ $sqrt: -1 }, 28714, "$sqrt's argument must be greater than or equal to 0, but is -1"],
    [
      { $sqrt: Decimal128.fromString('4') },
      238,
      'not supported by the embedded MongoDB: a Decimal128 in $sqrt',
    ],
    [{ $pow: ['$price', 2] }, 238, 'a Decimal128 in $pow'],
    [{ $range: [0, 2_000_000_000] }, 146, '$range would use too much memory'],
    [{ $substrBytes: ['$text', 3, 1] }, 28656, 'UTF-8 continuation byte'],
  ])('%j gives %i', (expression, code, message) => {
    let thrown: unknown;
    try {
      value(expression);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(MongoError);
    expect(thrown).toMatchObject({ code, message: expect.stringContaining(message) });
  });
});
