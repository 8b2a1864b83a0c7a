import type { FilterNode } from '../query/node.ts';
import type { Collection } from '../storage/collection.ts';
import type { IndexTable } from '../storage/index-table.ts';
import { encodeKeyPart } from '../values/key.ts';
import { BsonType } from '../values/raw.ts';
import { candidateOf } from './candidate.ts';
import { choiceOf } from './choice.ts';
import { type Choice, cheapest, isOneKey } from './cost.ts';
import { hintedPlan } from './hint.ts';
import { implies } from './implies.ts';
import type { IndexAccess, Plan, Question } from './plan.ts';
import { type Predicates, predicatesOf } from './predicates.ts';

/** Chooses how to answer. Errors 2 and 291 for a hint that cannot be followed. */
export function planQuery(question: Question): Plan {
  const { collection, filter, sort, hint } = question;
  const { root } = filter;
  if (!collection || root.kind === 'never') return planOf(question, { kind: 'nothing' });
  if (hint) return hintedPlan(question, collection, hint);
  if (isIdLookup(root)) {
    return {
      collection,
      access: { kind: 'id', key: encodeKeyPart(root.value, 1) },
      filter: undefined,
      sort: undefined,
      rejected: [],
    };
  }
  if (collection.indexes.length === 0 && root.kind === 'always' && !sort) return scan(question);
  const predicates = predicatesOf(root);
  const choices = indexChoices(question, collection, predicates);
  const isSingle = choices.length === 1 && choices[0]?.access.kind === 'index' && isOneKey(choices[0].access);
  if (!isSingle) choices.push(...unionChoices(question, collection, predicates));
  if (choices.length === 0) return scan(question);
  const [best, ...others] = choices.length === 1 ? choices : cheapest(collection, choices);
  return { ...(best as Choice), collection, rejected: others };
}

function scan(question: Question): Plan {
  return planOf(question, { kind: 'collection', direction: 1 });
}

function planOf({ collection, filter, sort }: Question, access: Plan['access']): Plan {
  const checked = filter.root.kind === 'always' ? undefined : filter;
  return { collection, access, filter: checked, sort, rejected: [] };
}

/** `{_id: value}` and nothing else. */
function isIdLookup(root: FilterNode): root is Extract<FilterNode, { kind: 'compare' }> {
  if (root.kind !== 'compare' || root.operator !== 'eq' || root.path !== '_id') return false;
  const { type } = root.value;
  return type !== BsonType.array && type !== BsonType.null && type !== BsonType.undefined;
}

/** Every way to answer with one index: by the bounds of the filter, or because its order is the one asked for. */
function indexChoices({ filter, sort }: Question, collection: Collection, predicates: Predicates): Choice[] {
  const choices: Choice[] = [];
  for (const index of usableIndexes(collection, predicates)) {
    const access = candidateOf(index, predicates, { allowFull: sort !== undefined });
    if (!access) continue;
    const choice = choiceOf(access, filter, sort);
    if (isOneKey(access)) return [choice];
    const isUseful = predicates.list.some(({ path }) => path === access.bounds[0]?.path) || !choice.sort;
    if (isUseful) choices.push(choice);
  }
  return choices;
}

/** The index on `_id` (undefined) and all others that are built, not hidden, and hold what matches. */
function usableIndexes(collection: Collection, predicates: Predicates): Array<IndexTable | undefined> {
  const others = collection.indexes.filter(
    ({ ready, spec }) => ready && !spec.hidden && (!spec.partial || implies(predicates, spec.partial.root)),
  );
  return [undefined, ...others];
}

/** For each `$or`: one scan per branch, when every branch has one. */
function unionChoices({ filter, sort }: Question, collection: Collection, predicates: Predicates): Choice[] {
  return predicates.alternatives.flatMap((nodes) => {
    const branches: IndexAccess[] = [];
    for (const node of nodes) {
      const inBranch = together(predicates, predicatesOf(node), predicates.alternatives.length === 1);
      const options = usableIndexes(collection, inBranch).flatMap((index) => {
        const access = candidateOf(index, inBranch, { allowFull: false });
        return access ? [{ access, filter: undefined, sort: undefined }] : [];
      });
      const best = options.length > 1 ? cheapest(collection, options)[0] : options[0];
      if (best?.access.kind !== 'index') return [];
      branches.push(best.access);
    }
    const isExact = branches.every(({ exact }) => exact);
    return [{ access: { kind: 'union', branches }, filter: isExact ? undefined : filter, sort } as const];
  });
}

/** What holds beside the `$or` holds in its branch, too. */
function together(around: Predicates, branch: Predicates, isOnly: boolean): Predicates {
  const complete = branch.complete && around.completeBesideOr && isOnly;
  return { list: [...branch.list, ...around.list], complete, completeBesideOr: complete, alternatives: [] };
}
