import { failedToParse, MongoError } from '../../errors.ts';
import { groupKey } from '../../values/key.ts';
import { longValue, toInteger } from '../../values/number.ts';
import {
  asValue,
  BsonType,
  buildArray,
  buildDocument,
  getField,
  NULL_VALUE,
  type RawDocument,
  type RawValue,
} from '../../values/raw.ts';
import { Meter } from '../accumulators/state.ts';
import { compileExpression } from '../expression/compile.ts';
import { namedArguments } from '../expression/operator.ts';
import { parsePath } from '../expression/path.ts';
import { isNullish, members, textOf } from '../expression/values.ts';
import { setField } from '../fields/set.ts';
import { type Run, type Stage, type StageContext, scopeIn, variablesDocument } from '../pipeline/stage.ts';
import { equalsAny, localValues } from './join-keys.ts';
import { checkedFilter } from './match.ts';
import { collectionName } from './nested.ts';

const REQUIRED = ['from', 'startWith', 'connectFromField', 'connectToField', 'as'];

function text(value: RawValue | undefined, name: string): string {
  if (value?.type !== BsonType.string) throw new MongoError(40103, `expected string as argument for ${name}`);
  return textOf(value);
}

/** `$graphLookup`: breadth first, one query for every level, each document once. */
export function compileGraphLookup(spec: RawValue, context: StageContext): Stage {
  if (spec.type !== BsonType.object)
    throw failedToParse('the $graphLookup stage specification must be an object');
  const given = namedArguments(spec, '$graphLookup', REQUIRED, [
    'maxDepth',
    'depthField',
    'restrictSearchWithMatch',
  ]);
  const from = collectionName(given.get('from'), '$graphLookup');
  const startWith = compileExpression(given.get('startWith') as RawValue, context.variables);
  const fromPath = parsePath(text(given.get('connectFromField'), 'connectFromField'));
  const toPath = text(given.get('connectToField'), 'connectToField');
  const as = text(given.get('as'), 'as');
  const deepest = given.get('maxDepth');
  const maxDepth = deepest ? Number(toInteger(deepest) ?? -1n) : Number.POSITIVE_INFINITY;
  if (maxDepth < 0) throw new MongoError(40101, 'maxDepth requires a nonnegative argument');
  const depthField = given.has('depthField') ? text(given.get('depthField'), 'depthField') : undefined;
  const restriction = given.get('restrictSearchWithMatch');
  const filter = restriction && checkedFilter(restriction, context.variables);

  const search = async (run: Run, start: RawValue[]): Promise<RawValue[]> => {
    const source = run.source.other(from);
    const meter = new Meter('$graphLookup');
    const found = new Map<string, RawValue>();
    const asked = new Set<string>();
    let frontier = start;
    for (let depth = 0; depth <= maxDepth && frontier.length > 0; depth++) {
      const values = frontier.filter((value) => !asked.has(groupKey(value)));
      for (const value of values) asked.add(groupKey(value));
      if (values.length === 0) break;
      frontier = [];
      for await (const batch of source.find(request(run, values))) {
        for (const doc of batch) {
          const key = groupKey(getField(doc, '_id') ?? NULL_VALUE);
          if (found.has(key)) continue;
          meter.add(doc.length);
          found.set(
            key,
            asValue(depthField ? setField(doc, depthField.split('.'), longValue(BigInt(depth))) : doc),
          );
          frontier.push(...localValues(doc, fromPath).filter((value) => !isNullish(value)));
        }
      }
    }
    return [...found.values()];
  };
  const request = (run: Run, values: RawValue[]) => {
    const next = equalsAny(toPath, values);
    if (!filter) return { filter: next };
    const both = buildDocument([['$and', buildArray([asValue(next), asValue(filter)])]]);
    return { filter: both, variables: variablesDocument(run.variables) };
  };
  return {
    name: '$graphLookup',
    changes: { paths: [as] },
    async *run(input, run) {
      for await (const batch of input) {
        const made: RawDocument[] = [];
        for (const doc of batch) {
          const value = startWith(scopeIn(run, doc));
          const start = value?.type === BsonType.array ? members(value) : [value ?? NULL_VALUE];
          made.push(setField(doc, as.split('.'), buildArray(await search(run, start))));
        }
        yield made;
      }
    },
  };
}
