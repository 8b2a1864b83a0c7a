import { MongoError } from '../errors.ts';
import type { FilterNode } from '../query/node.ts';

/** Refuses what MongoDB 7.0 does not take in a `partialFilterExpression` (manual, "Partial Indexes"). Error 67. */
export function checkPartialFilter(node: FilterNode): void {
  switch (node.kind) {
    case 'and':
    case 'or':
      node.nodes.forEach(checkPartialFilter);
      return;
    case 'compare':
    case 'type':
    case 'always':
      return;
    case 'in':
      if (node.regexes.length === 0) return;
      break;
    case 'exists':
      if (node.exists) return;
      break;
  }
  throw new MongoError(67, `Expression not supported in partial index: ${node.kind}`);
}
