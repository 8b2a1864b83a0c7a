import { badValue, MongoError } from '../errors.ts';
import { type Collection, ID_SPEC } from '../storage/collection.ts';
import { hasSameKey } from '../storage/index-conflict.ts';
import { parseKey } from '../storage/index-spec.ts';
import type { IndexTable } from '../storage/index-table.ts';
import { toNumber } from '../values/number.ts';
import { BsonType, elementsOf, type RawValue, subdocument } from '../values/raw.ts';
import { stringOf } from '../values/text.ts';
import { candidateOf } from './candidate.ts';
import { choiceOf } from './choice.ts';
import { implies } from './implies.ts';
import type { Plan, Question } from './plan.ts';
import { predicatesOf } from './predicates.ts';

/** The plan a hint asks for. Errors: 2 when it names no index, 291 when a partial index cannot answer. */
export function hintedPlan(question: Question, collection: Collection, hint: RawValue): Plan {
  const { filter, sort } = question;
  const direction = naturalDirection(hint);
  if (direction) {
    const checked = filter.root.kind === 'always' ? undefined : filter;
    return { collection, access: { kind: 'collection', direction }, filter: checked, sort, rejected: [] };
  }
  const index = hintedIndex(collection, hint);
  const predicates = predicatesOf(filter.root);
  const partial = index?.spec.partial;
  const access =
    partial && !implies(predicates, partial.root)
      ? undefined
      : candidateOf(index, predicates, { allowFull: true, incomplete: true });
  if (!access) {
    throw new MongoError(
      291,
      `error processing query: ns=${collection.namespace} planner returned error :: caused by :: No query solutions`,
    );
  }
  return { collection, ...choiceOf(access, filter, sort), rejected: [] };
}

function naturalDirection(hint: RawValue): 1 | -1 | undefined {
  const [first] = hint.type === BsonType.object ? elementsOf(hint) : [];
  if (first?.name !== '$natural') return undefined;
  return (toNumber(first.value) ?? 1) < 0 ? -1 : 1;
}

function hintedIndex(collection: Collection, hint: RawValue): IndexTable | undefined {
  const matches = matcherOf(hint);
  if (matches(ID_SPEC)) return undefined;
  const index = collection.indexes.find(({ ready, spec }) => ready && !spec.hidden && matches(spec));
  if (!index) {
    throw badValue(
      `error processing query: ns=${collection.namespace} planner returned error :: caused by :: hint provided does not correspond to an existing index`,
    );
  }
  return index;
}

function matcherOf(hint: RawValue): (spec: typeof ID_SPEC) => boolean {
  if (hint.type === BsonType.string) {
    const name = stringOf(hint);
    return (spec) => spec.name === name;
  }
  if (hint.type !== BsonType.object) throw badValue('Hint must be a string or an object');
  const fields = parseKey(subdocument(hint));
  const pattern = {
    paths: fields.map(([path]) => path),
    directions: fields.map(([, direction]) => direction),
  };
  return (spec) => hasSameKey(pattern, spec);
}
