import { MongoError } from '../../errors.ts';
import { isNumeric } from '../../values/arithmetic.ts';
import { intValue, longValue, toInteger, toNumber } from '../../values/number.ts';
import { BsonType, buildDocument, type RawDocument, type RawValue } from '../../values/raw.ts';
import { show } from '../../values/show.ts';
import { namedArguments } from '../expression/operator.ts';
import { textOf } from '../expression/values.ts';
import { eachDocument, type Stage, streamOf } from '../pipeline/stage.ts';

/** MongoDB's numbers (document_source_skip.cpp, document_source_limit.cpp) for an argument that is no whole number. */
const CODES = { $skip: 5107200, $limit: 5107201 };

function wholeNumber(spec: RawValue, name: keyof typeof CODES): number {
  const n = isNumeric(spec) ? toInteger(spec) : undefined;
  if (n !== undefined && n >= 0n) return Number(n);
  const expected = n === undefined ? 'a number' : 'a non-negative number';
  throw new MongoError(
    CODES[name],
    `invalid argument to ${name} stage: Expected ${expected} in: ${name}: ${show(spec)}`,
  );
}

/** The number of a `$skip`. */
export const skipOf = (spec: RawValue): number => wholeNumber(spec, '$skip');

/** The number of a `$limit`: error 15958 when it is zero. */
export function limitOf(spec: RawValue): number {
  const limit = wholeNumber(spec, '$limit');
  if (limit === 0) throw new MongoError(15958, 'the limit must be positive');
  return limit;
}

/** `$skip`. */
export function compileSkip(spec: RawValue): Stage {
  const skip = skipOf(spec);
  return {
    name: '$skip',
    async *run(input) {
      let left = skip;
      for await (const batch of input) {
        if (left === 0) yield batch;
        else {
          const rest = batch.slice(left);
          left -= batch.length - rest.length;
          if (rest.length > 0) yield rest;
        }
      }
    },
  };
}

/** `$limit`: reads no further than it must. */
export function compileLimit(spec: RawValue): Stage {
  const limit = limitOf(spec);
  return {
    name: '$limit',
    async *run(input) {
      let left = limit;
      for await (const batch of input) {
        if (batch.length >= left) {
          yield batch.slice(0, left);
          return;
        }
        left -= batch.length;
        yield batch;
      }
    },
  };
}

/** The field a `$count` names. Errors 40156 to 40160 as in document_source_count.cpp. */
export function countField(spec: RawValue): string {
  if (spec.type !== BsonType.string)
    throw new MongoError(40156, 'the count field must be a non-empty string');
  const field = textOf(spec);
  if (field === '') throw new MongoError(40157, 'the count field must be a non-empty string');
  if (field.startsWith('$')) throw new MongoError(40158, 'the count field cannot be a $-prefixed path');
  if (field.includes('\0')) throw new MongoError(40159, 'the count field cannot contain a null byte');
  if (field.includes('.')) throw new MongoError(40160, "the count field cannot contain '.'");
  return field;
}

/** A count as MongoDB answers it: Int32 while it fits. */
export const countValue = (n: number): RawValue => (n < 2 ** 31 ? intValue(n) : longValue(BigInt(n)));

/** `$count`: one document, or none when there was nothing to count. */
export function compileCount(spec: RawValue): Stage {
  const field = countField(spec);
  return {
    name: '$count',
    async *run(input) {
      let n = 0;
      for await (const batch of input) n += batch.length;
      if (n > 0) yield [buildDocument([[field, countValue(n)]])];
    },
  };
}

/** `$sample`: a random choice, each document at most once (reservoir sampling). */
export function compileSample(spec: RawValue): Stage {
  if (spec.type !== BsonType.object)
    throw new MongoError(28745, 'the $sample stage specification must be an object');
  const given = namedArguments(spec, '$sample', ['size']);
  const size = toNumber(given.get('size') as RawValue);
  if (size === undefined) throw new MongoError(28746, 'size argument to $sample must be a number');
  if (size <= 0) throw new MongoError(28747, 'size argument to $sample must be a positive integer');
  return {
    name: '$sample',
    async *run(input, run) {
      const chosen: RawDocument[] = [];
      let seen = 0;
      await eachDocument(input, run, (doc) => {
        seen += 1;
        if (chosen.length < size) chosen.push(doc);
        else {
          const place = Math.floor(Math.random() * seen);
          if (place < size) chosen[place] = doc;
        }
      });
      yield* streamOf(shuffled(chosen));
    },
  };
}

function shuffled(documents: RawDocument[]): RawDocument[] {
  for (let i = documents.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [documents[i], documents[j]] = [documents[j] as RawDocument, documents[i] as RawDocument];
  }
  return documents;
}
