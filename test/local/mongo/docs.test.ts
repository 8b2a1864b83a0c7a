import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ACCUMULATORS,
  REFUSED_ACCUMULATORS,
} from '../../../src/local/mongo/aggregation/accumulators/catalog.ts';
import { OPERATORS, REFUSED_OPERATORS } from '../../../src/local/mongo/aggregation/expression/catalog.ts';
import { REFUSED_STAGES, STAGES } from '../../../src/local/mongo/aggregation/stages/catalog.ts';
import {
  REFUSED_WINDOW_FUNCTIONS,
  WINDOW_FUNCTIONS,
} from '../../../src/local/mongo/aggregation/stages/window-functions.ts';
import { REFUSED_COMMANDS } from '../../../src/local/mongo/commands/refused.ts';
import { commands } from '../../../src/local/mongo/commands/registry.ts';
import { codeNameOf, MongoError } from '../../../src/local/mongo/errors.ts';
import { compileProjection } from '../../../src/local/mongo/projection/projection.ts';
import { compileFilter } from '../../../src/local/mongo/query/filter.ts';
import { QUERY_OPERATORS, REFUSED_QUERY_OPERATORS } from '../../../src/local/mongo/query/parse.ts';
import { parseIndexSpec } from '../../../src/local/mongo/storage/index-spec.ts';
import { UPDATE_OPERATORS } from '../../../src/local/mongo/update/parse.ts';
import { documentFromJs } from '../../../src/local/mongo/values/raw.ts';

const ROOT = join(import.meta.dirname, '../../..');
const GUIDE = readFileSync(join(ROOT, 'docs/embedded-mongodb.md'), 'utf8');
const SOURCES = globSync('src/local/mongo/**/*.ts', { cwd: ROOT }).map((file) =>
  readFileSync(join(ROOT, file), 'utf8'),
);

/** The text of a section of the guide. */
function section(title: string): string {
  const [, text] = GUIDE.split(`\n## ${title}\n`);
  if (text === undefined) throw new Error(`the guide has no section ${title}`);
  return text.split('\n## ')[0] ?? '';
}

/** The rows of a section's table, as cells. */
const rows = (title: string): string[][] =>
  section(title)
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );

const names = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '');

/** The names a table calls so: `yes` or `refused`. */
const inState = (title: string, state: string): string[] =>
  rows(title)
    .filter((row) => row[1] === state)
    .flatMap((row) => names(row[0] ?? ''))
    .sort();

const sorted = (list: Iterable<string>) => [...list].sort();

/** The code of the error `check` throws; undefined when it throws none. */
function codeOf(check: () => unknown): number | undefined {
  try {
    check();
  } catch (error) {
    if (error instanceof MongoError) return error.code;
    throw error;
  }
  return undefined;
}

describe('docs/embedded-mongodb.md', () => {
  it('lists every command with its fields', () => {
    const written = rows('Commands').map(([command = '', fields = '']) => [names(command), names(fields)]);
    const byCommand = new Map<object, string[]>();
    for (const [name, command] of commands) byCommand.set(command, [...(byCommand.get(command) ?? []), name]);
    expect(written).toEqual(
      [...byCommand].map(([command, all]) => [all, (command as { fields: string[] }).fields]),
    );
  });

  it('lists every command that is refused', () => {
    const [, list = ''] = section('Commands').split('are refused with 238');
    expect(names(list.split('\n\n')[0] ?? '')).toEqual(REFUSED_COMMANDS);
  });

  it('lists every stage, accumulator, expression and update operator', () => {
    expect(inState('Stages', 'yes')).toEqual(sorted(Object.keys(STAGES)));
    expect(inState('Stages', 'refused')).toEqual(sorted(REFUSED_STAGES));
    expect(inState('Accumulators', 'yes')).toEqual(sorted([...ACCUMULATORS, ...WINDOW_FUNCTIONS]));
    expect(inState('Accumulators', 'refused')).toEqual(
      sorted([...REFUSED_ACCUMULATORS, ...REFUSED_WINDOW_FUNCTIONS]),
    );
    expect(inState('Expressions', 'yes')).toEqual(sorted(Object.keys(OPERATORS)));
    expect(inState('Expressions', 'refused')).toEqual(sorted(REFUSED_OPERATORS));
    expect(names(section('Update operators').split(', with')[0] ?? '')).toEqual(sorted(UPDATE_OPERATORS));
  });

  it('says which query operators there are', () => {
    const argument: Record<string, unknown> = {
      $in: [1],
      $nin: [1],
      $all: [1],
      $mod: [2, 1],
      $elemMatch: { $gt: 1 },
      $not: { $gt: 1 },
      $regex: 'a',
      $type: 'int',
    };
    const top = new Set([
      '$and',
      '$or',
      '$nor',
      '$expr',
      '$comment',
      '$alwaysTrue',
      '$alwaysFalse',
      '$ref',
      '$id',
      '$db',
      '$where',
      '$text',
      '$jsonSchema',
      '$sampleRate',
    ]);
    const filterOf = (name: string): Record<string, unknown> => {
      if (name === '$options') return { a: { $regex: 'a', $options: 'i' } };
      if (top.has(name)) return { [name]: /^\$(and|or|nor)$/.test(name) ? [{ a: 1 }] : 1 };
      return { a: { [name]: argument[name] ?? 1 } };
    };
    const code = (name: string) => codeOf(() => compileFilter(documentFromJs(filterOf(name))));
    const there = inState('Query operators', 'yes');
    expect(there.filter((name) => code(name) !== undefined)).toEqual([]);
    expect(inState('Query operators', 'refused').filter((name) => code(name) !== 238)).toEqual([]);
    expect(there).toEqual(sorted(QUERY_OPERATORS));
    expect(inState('Query operators', 'refused')).toEqual(sorted(REFUSED_QUERY_OPERATORS));
  });

  it('says what a projection may hold', () => {
    const code = (projection: Record<string, unknown>) =>
      codeOf(() =>
        compileProjection(documentFromJs(projection), {
          filter: compileFilter(documentFromJs({ a: 1 })),
        } as never),
      );
    const cases: Record<string, Record<string, unknown>> = {
      $: { 'a.$': 1 },
      $elemMatch: { a: { $elemMatch: { b: 1 } } },
      $slice: { a: { $slice: 2 } },
      expressions: { a: { $add: [1, 1] } },
      $meta: { a: { $meta: 'textScore' } },
    };
    for (const [what = '', state] of rows('Projections')) {
      const found = code(cases[what.replaceAll('`', '')] ?? {});
      expect([what, found]).toEqual([what, state === 'yes' ? undefined : 238]);
    }
  });

  it('says which index options there are', () => {
    const value: Record<string, unknown> = {
      partialFilterExpression: { a: 1 },
      expireAfterSeconds: 10,
      collation: { locale: 'de' },
      storageEngine: { x: 1 },
      weights: { a: 1 },
      wildcardProjection: { a: 1 },
    };
    const index = (name: string) => ({ key: { a: 1 }, name: 'i', [name]: value[name] ?? true });
    for (const state of ['yes', 'refused']) {
      for (const name of inState('Indexes', state)) {
        const found = codeOf(() => parseIndexSpec(documentFromJs(index(name))));
        expect([name, found]).toEqual([name, state === 'yes' ? undefined : 238]);
      }
    }
    for (const kind of ['text', '2d', '2dsphere', 'hashed']) {
      expect(codeOf(() => parseIndexSpec(documentFromJs({ key: { a: kind }, name: 'i' })))).toBe(238);
    }
  });

  it('lists everything that is accepted and not read, and nothing else', () => {
    const accepted = /(?:fields: |const COMMON = |const OPTIONS = new Set\()\[[^\]]*\]/g;
    const lists = SOURCES.flatMap((text) => text.match(accepted) ?? []).join('\n');
    const rest = SOURCES.map((text) => text.replace(accepted, '')).join('\n');
    const all = new Set([...lists.matchAll(/'([^']+)'/g)].map(([, name]) => name ?? ''));
    for (const command of commands.values()) for (const field of command.fields) all.add(field);
    const unread = [...all].filter((name) => !rest.includes(`'${name}'`));
    const refusedByList = new Set(inState('Indexes', 'refused'));
    const written = rows('Accepted and ignored').flatMap(([name = '']) => names(name));
    expect(
      sorted(unread.filter((name) => !refusedByList.has(name) && !INDEX_OPTIONS_OF_REFUSED_KINDS.has(name))),
    ).toEqual(sorted(written));
  });

  it('lists every named error code that the code uses', () => {
    const used = new Set<number>();
    for (const text of SOURCES) {
      for (const [, code] of text.matchAll(/MongoError\(\s*(\d+)/g)) used.add(Number(code));
    }
    const named = [...used].filter((code) => !codeNameOf(code).startsWith('Location'));
    const written = rows('Error codes').map(([code = '', name = '']) => [Number(code), name]);
    expect(written.map(([code]) => code).sort()).toEqual(named.sort());
    for (const [code, name] of written) expect(codeNameOf(Number(code))).toBe(name);
  });
});

/** Options of text and geo indexes: refused by the place where their list begins. */
const INDEX_OPTIONS_OF_REFUSED_KINDS = new Set([
  'default_language',
  'language_override',
  'textIndexVersion',
  '2dsphereIndexVersion',
  'bits',
]);
