import { badValue, MongoError } from '../errors.ts';
import { asValue, BsonType, buildDocument, type RawValue } from '../values/raw.ts';
import { show } from '../values/show.ts';
import type { Editable } from './editable.ts';
import { identical } from './identical.ts';
import { type Modifier, REMOVE } from './modifier.ts';
import type { Step } from './update-path.ts';

/** One operator at one path of one document. */
export interface Leaf {
  readonly steps: readonly Step[];
  readonly modifier: Modifier;
}

/** What applying a leaf needs to know. */
export interface Application {
  readonly root: Editable;
  /** Whether an upsert inserts the document. */
  readonly insert: boolean;
  /** How messages name the document. */
  document(): string;
}

/** Where a path leads: to a field, or to the document or array in which `steps[depth]` is missing. */
interface Location {
  readonly node: Editable;
  readonly place: number;
  readonly depth: number;
  /** Set when the path leads through something that is neither: what it is. */
  readonly blocked?: string;
}

function locate(root: Editable, steps: readonly Step[]): Location {
  let node = root;
  let name = '';
  for (const [depth, step] of steps.entries()) {
    const place = node.find(step);
    if (place < 0) {
      const blocked = node.accepts(step) ? undefined : `{${name}: ${show(node.toValue())}}`;
      return { node, place, depth, ...(blocked !== undefined && { blocked }) };
    }
    if (depth === steps.length - 1) return { node, place, depth };
    const child = node.childAt(place);
    if (!child) {
      return { node, place: -1, depth: depth + 1, blocked: `{${step}: ${show(node.valueAt(place))}}` };
    }
    node = child;
    name = step;
  }
  return { node, place: -1, depth: 0 };
}

function notViable(step: Step | undefined, element: string): MongoError {
  return new MongoError(28, `Cannot create field '${step}' in element ${element}`);
}

function nested(steps: readonly Step[], value: RawValue): RawValue {
  return steps.reduceRight((inner, step) => asValue(buildDocument([[step, inner]])), value);
}

/** Throws 66 for a change of `_id`, which is undefined where it is still to be made. */
function refuseChangeOfId(
  steps: readonly Step[],
  before: RawValue | undefined,
  after: RawValue | typeof REMOVE,
): void {
  if (steps[0] !== '_id' || (before === undefined && steps.length === 1)) return;
  if (steps.length === 1 && after !== REMOVE && after.type === BsonType.object) {
    throw new MongoError(
      66,
      `After applying the update, the immutable field '_id' was found to have been altered to _id: ${show(after)}`,
    );
  }
  throw new MongoError(
    66,
    `Performing an update on the path '${steps.join('.')}' would modify the immutable field '_id'`,
  );
}

/** Applies one leaf. */
export function applyLeaf({ steps, modifier }: Leaf, application: Application): void {
  if (modifier.insertOnly && !application.insert) return;
  if (modifier.from !== undefined) {
    rename(modifier.from.split('.'), steps, application);
    return;
  }
  const found = locate(application.root, steps);
  const current = found.place < 0 ? undefined : found.node.valueAt(found.place);
  if (found.blocked !== undefined) {
    if (modifier.toleratesAnyPath) return;
    throw notViable(steps[found.depth], found.blocked);
  }
  const change = modifier.change(current, { path: steps.join('.'), document: () => application.document() });
  if (change === undefined) return;
  refuseChangeOfId(steps, current, change);
  write(found, steps, change);
}

function write(
  { node, place, depth }: Location,
  steps: readonly Step[],
  change: RawValue | typeof REMOVE,
): void {
  if (change === REMOVE) node.remove(place);
  else if (place >= 0) node.replace(place, change);
  else node.add(steps[depth] as Step, nested(steps.slice(depth + 1), change));
}

/** Throws 2 when a path leads through an array. */
function refuseArrays(root: Editable, steps: readonly Step[], which: string, document: () => string): void {
  let node: Editable | undefined = root;
  for (const step of steps.slice(0, -1)) {
    const place: number = node.find(step);
    node = place < 0 ? undefined : node.childAt(place);
    if (!node) return;
    if (node.type === BsonType.array) {
      const inside = document().slice(1, -1);
      throw badValue(
        `The ${which} field cannot be an array element, '${steps.join('.')}' in doc with ${inside} has an array field called '${step}'`,
      );
    }
  }
}

/** `$rename`: the value is set at the new path and taken away from the old one. */
function rename(from: readonly Step[], to: readonly Step[], application: Application): void {
  const { root } = application;
  const document = () => application.document();
  const source = locate(root, from);
  if (source.blocked !== undefined) {
    throw new MongoError(
      28,
      `cannot use the part (${from[source.depth - 1]} of ${from.join('.')}) to traverse the element (${source.blocked})`,
    );
  }
  if (source.place < 0) return;
  refuseArrays(root, from, 'source', document);
  refuseArrays(root, to, 'destination', document);
  const value = source.node.valueAt(source.place);
  if (from[0] === '_id') {
    throw new MongoError(
      66,
      `Unsetting the path '${from.join('.')}' using $rename would modify the immutable field '_id'`,
    );
  }
  const target = locate(root, to);
  if (target.blocked !== undefined) throw notViable(to[target.depth], target.blocked);
  const current = target.place < 0 ? undefined : target.node.valueAt(target.place);
  if (!current || !identical(current, value)) {
    refuseChangeOfId(to, current, value);
    write(target, to, value);
  }
  source.node.remove(source.node.find(from.at(-1) as Step));
}
