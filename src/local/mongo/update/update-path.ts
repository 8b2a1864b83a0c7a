import { badValue, MongoError } from '../errors.ts';

/** A step that stands for positions: `$`, `$[]` or `$[name]`. */
export type Step = string;

const FILTERED = /^\$\[(.*)\]$/s;

/** The name in `$[name]`; '' for `$[]`; undefined for other steps. */
export function arrayFilterName(step: Step): string | undefined {
  return FILTERED.exec(step)?.[1];
}

/** Whether a step stands for one or more positions of an array. */
export function isPlaceholder(step: Step): boolean {
  return step === '$' || FILTERED.test(step);
}

/** Splits an update's path and refuses what no update may name (56, 52, 2). */
export function parseUpdatePath(path: string): Step[] {
  if (path === '') throw new MongoError(56, 'An empty update path is not valid.');
  const steps = path.split('.');
  let positions = 0;
  for (const [place, step] of steps.entries()) {
    if (step === '') {
      throw new MongoError(
        56,
        `The update path '${path}' contains an empty field name, which is not allowed.`,
      );
    }
    if (step === '$') positions += 1;
    else if (step.startsWith('$') && !isPlaceholder(step) && !(place > 0 && isReferenceField(step))) {
      throw new MongoError(
        52,
        `The dollar ($) prefixed field '${step}' in '${path}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
      );
    }
  }
  if (positions > 1) throw badValue(`Too many positional (i.e. '$') elements found in path '${path}'`);
  const [first = ''] = steps;
  if (first === '$')
    throw badValue(`Cannot have positional (i.e. '$') element in the first position in path '${path}'`);
  if (isPlaceholder(first)) {
    throw badValue(
      `Cannot have array filter identifier (i.e. '$[<id>]') element in the first position in path '${path}'`,
    );
  }
  return steps;
}

function isReferenceField(step: Step): boolean {
  return step === '$ref' || step === '$id' || step === '$db';
}

const DIGITS = /^\d+$/;

function compareSteps(a: Step, b: Step): number {
  if (DIGITS.test(a) && DIGITS.test(b) && Number(a) !== Number(b)) return Number(a) - Number(b);
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** MongoDB's order of updates: by name as bytes, positions as numbers. */
export function comparePaths(a: readonly Step[], b: readonly Step[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const order = compareSteps(a[i] as Step, b[i] as Step);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function startsWith(path: readonly Step[], beginning: readonly Step[]): boolean {
  return beginning.every((step, place) => path[place] === step);
}

/** Throws 40 when two of the paths are the same, or one leads into another. */
export function checkConflicts(paths: ReadonlyArray<readonly Step[]>): void {
  const seen: Array<readonly Step[]> = [];
  for (const path of paths) {
    for (const other of seen) {
      const shorter = path.length < other.length ? path : other;
      const longer = shorter === path ? other : path;
      if (startsWith(longer, shorter)) {
        throw new MongoError(
          40,
          `Updating the path '${path.join('.')}' would create a conflict at '${shorter.join('.')}'`,
        );
      }
    }
    seen.push(path);
  }
}
