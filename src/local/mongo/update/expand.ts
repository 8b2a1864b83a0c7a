import { badValue } from '../errors.ts';
import { BsonType } from '../values/raw.ts';
import { show } from '../values/show.ts';
import type { ArrayFilters } from './array-filters.ts';
import type { Editable } from './editable.ts';
import { arrayFilterName, type Step } from './update-path.ts';

/** What placeholders stand for in one document. */
export interface Placeholders {
  readonly filters: ArrayFilters;
  /** The position that the filter of the update matched at. */
  position(): number | undefined;
}

/** The array at the end of these steps. Throws 2 when there is none. */
function arrayAt(root: Editable, steps: readonly Step[]): Editable {
  let node: Editable | undefined = root;
  for (const step of steps) {
    const place: number = node?.find(step) ?? -1;
    if (!node || place < 0) {
      throw badValue(
        `The path '${steps.join('.')}' must exist in the document in order to apply array updates.`,
      );
    }
    const child = node.childAt(place);
    if (step === steps.at(-1) && child?.type !== BsonType.array) {
      throw badValue(`Cannot apply array updates to non-array element ${step}: ${show(node.valueAt(place))}`);
    }
    node = child;
  }
  return node as Editable;
}

/** The paths in this document that a path with placeholders stands for. */
export function expandPath(root: Editable, steps: readonly Step[], placeholders: Placeholders): Step[][] {
  const at = steps.findIndex((step) => step === '$' || arrayFilterName(step) !== undefined);
  if (at < 0) return [[...steps]];
  const before = steps.slice(0, at);
  const after = steps.slice(at + 1);
  const further = (position: number) =>
    expandPath(root, [...before, String(position), ...after], placeholders);
  const step = steps[at] as Step;
  if (step === '$') {
    const position = placeholders.position();
    if (position === undefined) {
      throw badValue('The positional operator did not find the match needed from the query.');
    }
    return further(position);
  }
  const array = arrayAt(root, before);
  const matches = placeholders.filters.get(arrayFilterName(step) ?? '');
  const paths: Step[][] = [];
  for (let position = 0; position < array.entries.length; position++) {
    if (!matches || matches(array.valueAt(position))) paths.push(...further(position));
  }
  return paths;
}
