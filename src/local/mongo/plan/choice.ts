import type { Filter } from '../query/filter.ts';
import type { Sort } from '../sort/sort.ts';
import type { Choice } from './cost.ts';
import { orderOf } from './order.ts';
import type { IndexAccess } from './plan.ts';

/** The scan with what is left to do after it. */
export function choiceOf(access: IndexAccess, filter: Filter, sort: Sort | undefined): Choice {
  const checked = access.exact || filter.root.kind === 'always' ? undefined : filter;
  const order = sort && orderOf(access, sort);
  if (!order) return { access, filter: checked, sort };
  if (!order.merge)
    return { access: { ...access, direction: order.direction }, filter: checked, sort: undefined };
  const branches = access.ranges.map((range) => ({ ...access, ranges: [range], direction: order.direction }));
  return { access: { kind: 'merge', branches, sort }, filter: checked, sort: undefined };
}
