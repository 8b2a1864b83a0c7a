import type { RawDocument } from '../values/raw.ts';
import { compileNode, type Matcher } from './matcher.ts';
import type { FilterNode } from './node.ts';

/** MongoDB asks the conditions of an `and` in this order (`MatchExpression::MatchType`), and then by path. */
const ORDER = [
  'and',
  'or',
  'elemMatch',
  'size',
  'lte',
  'lt',
  'eq',
  'gt',
  'gte',
  'regex',
  'mod',
  'exists',
  'in',
  'bits',
  'not',
];

function rank(node: FilterNode): number {
  const place = ORDER.indexOf(node.kind === 'compare' ? node.operator : node.kind);
  return place === -1 ? ORDER.length : place;
}

function pathOf(node: FilterNode): string {
  return 'path' in node ? node.path : '';
}

function inOrder(node: FilterNode): FilterNode {
  if (node.kind !== 'and' && node.kind !== 'or') return node;
  const nodes = node.nodes.map(inOrder);
  nodes.sort((a, b) => rank(a) - rank(b) || Buffer.compare(Buffer.from(pathOf(a)), Buffer.from(pathOf(b))));
  return { kind: node.kind, nodes };
}

/** Finds the array position that the last condition to involve an array matches at; compiled when it is first asked for. */
export function positionFinder(
  root: FilterNode,
  variables: RawDocument | undefined,
): (doc: RawDocument) => number | undefined {
  let matches: Matcher | undefined;
  return (doc) => {
    matches ??= compileNode(inOrder(root), variables);
    let position: number | undefined;
    matches(doc, 0, (index) => {
      position = index;
    });
    return position;
  };
}
