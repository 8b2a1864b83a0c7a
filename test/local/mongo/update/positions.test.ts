import { Int32 } from 'bson';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileFilter } from '../../../../src/local/mongo/query/filter.ts';
import { compileUpdate } from '../../../../src/local/mongo/update/update.ts';
import { documentFromJs } from '../../../../src/local/mongo/values/raw.ts';

interface Item {
  readonly k: number;
  readonly v: readonly number[];
}

const number = fc.integer({ min: 0, max: 4 });
const items = fc.array(fc.record({ k: number, v: fc.array(number, { maxLength: 3 }) }), { maxLength: 4 });

const docOf = (list: readonly Item[]) =>
  documentFromJs({
    _id: new Int32(1),
    a: list.map(({ k, v }) => ({ k: new Int32(k), v: v.map((n) => new Int32(n)) })),
  });

function updated(list: readonly Item[], filter: object, update: object, arrayFilters: object[] = []): Buffer {
  const compiled = compileUpdate(documentFromJs(update as Record<string, unknown>), {
    filter: compileFilter(documentFromJs(filter as Record<string, unknown>)),
    arrayFilters: arrayFilters.map((one) => documentFromJs(one as Record<string, unknown>)),
  });
  return Buffer.from(compiled.apply(docOf(list)).document);
}

const one = new Int32(1);

test('array filters change exactly the elements that pass, at both levels', () => {
  fc.assert(
    fc.property(items, number, number, (list, least, value) => {
      const actual = updated(list, {}, { $inc: { 'a.$[x].v.$[y]': one } }, [
        { 'x.k': { $gte: least } },
        { y: value },
      ]);
      const expected = list.map(({ k, v }) => ({
        k,
        v: v.map((n) => (k >= least && n === value ? n + 1 : n)),
      }));
      expect(actual).toEqual(Buffer.from(docOf(expected)));
    }),
  );
});

test('$[] changes every element', () => {
  fc.assert(
    fc.property(items, (list) => {
      const actual = updated(list, {}, { $inc: { 'a.$[].k': one } });
      expect(actual).toEqual(Buffer.from(docOf(list.map(({ k, v }) => ({ k: k + 1, v })))));
    }),
  );
});

test('$ changes the first element that all conditions of $elemMatch hold for', () => {
  fc.assert(
    fc.property(items, number, number, (list, k, least) => {
      const at = list.findIndex((item) => item.k === k && item.v.some((n) => n >= least));
      fc.pre(at >= 0);
      const filter = { _id: 1, a: { $elemMatch: { k, v: { $gte: least } } } };
      const actual = updated(list, filter, { $set: { 'a.$.k': new Int32(9) } });
      expect(actual).toEqual(
        Buffer.from(docOf(list.map((item, i) => (i === at ? { ...item, k: 9 } : item)))),
      );
    }),
  );
});

test('new fields are added in the order of their names, however their place was named', () => {
  const doc = documentFromJs({ _id: 1, a: [{}, {}] });
  const update = documentFromJs({ $set: { 'a.$[].z': 1, 'a.0.b': 1, c: 1, b: 1 } });
  const after = compileUpdate(update, { filter: compileFilter(documentFromJs({})) }).apply(doc).document;
  const expected = documentFromJs({ _id: 1, a: [{ b: 1, z: 1 }, { z: 1 }], b: 1, c: 1 });
  expect(Buffer.from(after)).toEqual(Buffer.from(expected));
});
