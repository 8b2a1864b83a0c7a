import { Int32 } from 'bson';
import { compareSlowly } from '../values/compare-oracle.ts';

/*
 * Updates on JavaScript values (documents are Maps, numbers Int32), written for clearness. Throws where MongoDB refuses.
 */

type Doc = Map<string, unknown>;
type Change = (current: unknown, argument: unknown) => unknown;

const NOTHING = Symbol('nothing');
const isArray = (value: unknown): value is unknown[] => Array.isArray(value);
const equal = (a: unknown, b: unknown) => compareSlowly(a, b) === 0;

function asArray(current: unknown): unknown[] {
  if (current === NOTHING) return [];
  if (!isArray(current)) throw new Error('not an array');
  return current;
}

function asInt(current: unknown, otherwise: number): number {
  if (current === NOTHING) return otherwise;
  if (!(current instanceof Int32)) throw new Error('not a number');
  return current.value;
}

const CHANGES: Record<string, Change> = {
  $set: (_current, argument) => argument,
  $inc: (current, argument) => new Int32(asInt(current, 0) + (argument as Int32).value),
  $mul: (current, argument) => new Int32(asInt(current, 0) * (argument as Int32).value),
  $min: (current, argument) =>
    current === NOTHING || compareSlowly(argument, current) < 0 ? argument : current,
  $max: (current, argument) =>
    current === NOTHING || compareSlowly(argument, current) > 0 ? argument : current,
  $push: (current, argument) => [...asArray(current), argument],
  $addToSet: (current, argument) => {
    const array = asArray(current);
    return array.some((member) => equal(member, argument)) ? array : [...array, argument];
  },
  $pop: (current, argument) => {
    if (current === NOTHING) return NOTHING;
    return (argument as Int32).value === 1 ? asArray(current).slice(0, -1) : asArray(current).slice(1);
  },
  $pullAll: (current, argument) => {
    if (current === NOTHING) return NOTHING;
    return asArray(current).filter(
      (member) => !(argument as unknown[]).some((unwanted) => equal(member, unwanted)),
    );
  },
};

const isPosition = (step: string) => /^\d+$/.test(step);

function read(container: unknown, step: string): unknown {
  if (container instanceof Map) return container.has(step) ? container.get(step) : NOTHING;
  if (isArray(container))
    return isPosition(step) && Number(step) < container.length ? container[Number(step)] : NOTHING;
  return NOTHING;
}

function write(container: unknown, step: string, value: unknown): void {
  if (container instanceof Map) container.set(step, value);
  else if (isArray(container) && isPosition(step)) {
    while (container.length < Number(step)) container.push(null);
    container[Number(step)] = value;
  } else throw new Error('path not viable');
}

const viable = (container: unknown, step: string) =>
  container instanceof Map || (isArray(container) && isPosition(step));

function changeAt(
  container: unknown,
  [step = '', ...rest]: string[],
  operator: string,
  argument: unknown,
): void {
  if (operator === '$unset') {
    unsetAt(container, [step, ...rest]);
    return;
  }
  if (!viable(container, step)) throw new Error('path not viable');
  const current = read(container, step);
  if (rest.length > 0) {
    const inner = current === NOTHING ? new Map() : current;
    changeAt(inner, rest, operator, argument);
    if (current === NOTHING && (inner as Doc).size > 0) write(container, step, inner);
    return;
  }
  const next = CHANGES[operator]?.(current, argument);
  if (next !== NOTHING) write(container, step, next);
}

function unsetAt(container: unknown, [step = '', ...rest]: string[]): void {
  const current = read(container, step);
  if (current === NOTHING) return;
  if (rest.length > 0) unsetAt(current, rest);
  else if (container instanceof Map) container.delete(step);
  else write(container, step, null);
}

function copy(value: unknown): unknown {
  if (value instanceof Map) return new Map([...value].map(([name, inner]) => [name, copy(inner)]));
  return isArray(value) ? value.map(copy) : value;
}

const byPath = ([a]: [string, ...unknown[]], [b]: [string, ...unknown[]]) => {
  const [left, right] = [a.split('.'), b.split('.')];
  for (const [i, step] of left.entries()) {
    const other = right[i];
    if (other === undefined) return 1;
    if (step === other) continue;
    if (isPosition(step) && isPosition(other)) return Number(step) - Number(other);
    return step < other ? -1 : 1;
  }
  return -1;
};

/** The document after an update of operators: path, operator, argument. */
export function updateSlowly(doc: Doc, changes: Array<[string, string, unknown]>): Doc {
  const after = copy(doc) as Doc;
  for (const [path, operator, argument] of [...changes].sort(byPath)) {
    changeAt(after, path.split('.'), operator, argument);
  }
  return after;
}
