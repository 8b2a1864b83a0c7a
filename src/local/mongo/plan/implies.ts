import type { FilterNode } from '../query/node.ts';
import { BsonType } from '../values/raw.ts';
import { contains } from './interval.ts';
import { boundsOf } from './leaf-bounds.ts';
import type { Predicate, Predicates } from './predicates.ts';

/** Whether every document that passes these predicates passes the filter of a partial index. */
export function implies(predicates: Pick<Predicates, 'list'>, partial: FilterNode): boolean {
  switch (partial.kind) {
    case 'always':
      return true;
    case 'and':
      return partial.nodes.every((node) => implies(predicates, node));
    case 'or':
      return partial.nodes.some((node) => implies(predicates, node));
    case 'compare':
    case 'in':
    case 'type':
    case 'exists':
      return predicates.list.some(
        (predicate) => predicate.path === partial.path && isWithin(predicate, partial),
      );
    default:
      return false;
  }
}

/** The value that passes the predicate passes the test, too. */
function isWithin({ node, bounds }: Predicate, test: FilterNode): boolean {
  if (isSame(node, test)) return true;
  if (node.kind === 'not' || node.kind === 'exists') return test.kind === 'exists' && isPresent(node);
  if (test.kind === 'exists') return isPresent(node);
  const wanted = boundsOf(test);
  return (
    wanted?.exact === true && bounds.intervals.length > 0 && contains(wanted.intervals, bounds.intervals)
  );
}

/** No document without the field passes. */
export function isPresent(node: FilterNode): boolean {
  switch (node.kind) {
    case 'compare':
      return node.value.type !== BsonType.null;
    case 'in':
      return node.values.every(({ type }) => type !== BsonType.null);
    case 'exists':
      return node.exists;
    case 'not':
      return isNotNull(node.node);
    default:
      return node.kind === 'regex' || node.kind === 'type' || node.kind === 'elemMatch';
  }
}

/** `{$ne: null}`; below a dot an empty array passes it without having the field. */
function isNotNull(node: FilterNode): boolean {
  const isNull = node.kind === 'compare' && node.operator === 'eq' && node.value.type === BsonType.null;
  return isNull && !node.path.includes('.');
}

function isSame(a: FilterNode, b: FilterNode): boolean {
  if (a.kind === 'compare' && b.kind === 'compare') {
    const [left, right] = [boundsOf(a), boundsOf(b)];
    const isEqual =
      left && right && contains(left.intervals, right.intervals) && contains(right.intervals, left.intervals);
    return a.operator === b.operator && isEqual === true;
  }
  if (a.kind === 'type' && b.kind === 'type') return [...a.types].every((type) => b.types.has(type));
  return false;
}
