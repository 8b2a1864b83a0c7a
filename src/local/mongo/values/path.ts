import { BsonType, fieldAt, nameBytes, type RawValue, valueEnd } from './raw.ts';

/** One step of a dotted path: its name as `nameBytes` gives it, and the array position it may also mean (-1: none). */
export interface PathPart {
  readonly name: string;
  readonly index: number;
}

const POSITION = /^(?:0|[1-9]\d{0,8})$/;

/** The steps of a dotted path. */
export function parsePath(path: string): PathPart[] {
  return path
    .split('.')
    .map((name) => ({ name: nameBytes(name), index: POSITION.test(name) ? Number(name) : -1 }));
}

/** What a value on a path is asked; `undefined` stands for a missing field. */
export type ValueTest = (value: RawValue | undefined) => boolean;

/** Whether any element of the array passes; the position of the first that does, or -1. */
export function findElement(array: RawValue, test: (element: RawValue, index: number) => boolean): number {
  const { bytes } = array;
  let at = array.start + 4;
  for (let index = 0, type = bytes[at] as number; type !== 0; index++, type = bytes[at] as number) {
    do at += 1;
    while (bytes[at] !== 0);
    const end = valueEnd(type, bytes, at + 1);
    if (test({ type, bytes, start: at + 1, end }, index)) return index;
    at = end;
  }
  return -1;
}

/** The elements of an array. */
export function arrayValues(array: RawValue): RawValue[] {
  const values: RawValue[] = [];
  findElement(array, (element) => {
    values.push(element);
    return false;
  });
  return values;
}

/** Called with the position in an array of the element through which a test passed; the outermost array comes last. */
export type PositionReport = (index: number) => void;

/** A walk to the values at the end of a path. */
export interface Walk {
  readonly parts: readonly PathPart[];
  /** Whether the elements of an array at the end are asked too, before the array itself. */
  readonly leaves: boolean;
  readonly test: ValueTest;
}

/**
 * MongoDB's walk along a path: objects are entered, arrays through each of their objects and by position. True when
 * a value at the end passes. A position is taken as it stands: an array found by it is not entered further, and
 * what lies beyond a scalar in an array is no value, not even a missing one (`BSONElementIterator`).
 */
export function anyAlong(
  bytes: Uint8Array,
  start: number,
  walk: Walk,
  step = 0,
  report?: PositionReport,
): boolean {
  const value = fieldAt(bytes, start, (walk.parts[step] as PathPart).name);
  if (step + 1 < walk.parts.length)
    return value === undefined ? walk.test(undefined) : anyBelow(value, walk, step, report);
  if (walk.leaves && value?.type === BsonType.array) {
    const index = findElement(value, walk.test);
    if (index >= 0) report?.(index);
    if (index >= 0) return true;
  }
  return walk.test(value);
}

function anyBelow(value: RawValue, walk: Walk, step: number, report?: PositionReport): boolean {
  if (value.type === BsonType.object) return anyAlong(value.bytes, value.start, walk, step + 1, report);
  if (value.type !== BsonType.array) return walk.test(undefined);
  return anyInArray(value, walk, step, report);
}

function anyInArray(array: RawValue, walk: Walk, step: number, report?: PositionReport): boolean {
  const wanted = (walk.parts[step + 1] as PathPart).index;
  let implicit = true;
  const index = findElement(array, (element, position) => {
    if (element.type === BsonType.object && anyAlong(element.bytes, element.start, walk, step + 1, report))
      return true;
    if (position !== wanted) return false;
    implicit = false;
    return anyAtPosition(element, walk, step + 1, report);
  });
  if (index >= 0 && implicit) report?.(index);
  return index >= 0;
}

function anyAtPosition(element: RawValue, walk: Walk, step: number, report?: PositionReport): boolean {
  if (step + 1 === walk.parts.length) return walk.test(element);
  if (element.type === BsonType.object) return anyAlong(element.bytes, element.start, walk, step + 1, report);
  return element.type === BsonType.array && anyInArray(element, walk, step, report);
}
