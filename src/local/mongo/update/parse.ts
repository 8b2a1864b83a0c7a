import { badValue, failedToParse } from '../errors.ts';
import {
  BsonType,
  elements,
  elementsOf,
  type RawDocument,
  type RawElement,
  type RawValue,
} from '../values/raw.ts';
import { show } from '../values/show.ts';
import { stringOf } from '../values/text.ts';
import { typeName } from '../values/type-name.ts';
import type { Leaf } from './leaf.ts';
import type { ModifierParser, ParseContext } from './modifier.ts';
import { addToSet, pop, pull, pullAll } from './modifiers/arrays.ts';
import { currentDate, max, min, set, setOnInsert, unset } from './modifiers/fields.ts';
import { bit, inc, mul } from './modifiers/numbers.ts';
import { push } from './modifiers/push.ts';
import { checkConflicts, comparePaths, isPlaceholder, parseUpdatePath, type Step } from './update-path.ts';

const MODIFIERS: Readonly<Record<string, ModifierParser>> = {
  $set: set,
  $setOnInsert: setOnInsert,
  $unset: unset,
  $min: min,
  $max: max,
  $inc: inc,
  $mul: mul,
  $bit: bit,
  $currentDate: currentDate,
  $push: push,
  $addToSet: addToSet,
  $pop: pop,
  $pull: pull,
  $pullAll: pullAll,
};

/** The operators that an update may use. */
export const UPDATE_OPERATORS: readonly string[] = [...Object.keys(MODIFIERS), '$rename'];

function startsWith(path: readonly Step[], beginning: readonly Step[]): boolean {
  return beginning.length <= path.length && beginning.every((step, place) => path[place] === step);
}

/** Where `$rename` moves a field. */
function renameTarget({ name, value }: RawElement): Step[] {
  const shown = `${name}: ${show(value)}`;
  const to = value.type === BsonType.string ? stringOf(value) : undefined;
  if (to === undefined) throw badValue(`The 'to' field for $rename must be a string: ${shown}`);
  if (to.includes('\u0000'))
    throw badValue("The 'to' field for $rename cannot contain an embedded null byte");
  if (to === name) throw badValue(`The source and target field for $rename must differ: ${shown}`);
  const source = parseUpdatePath(name);
  const target = parseUpdatePath(to);
  if (startsWith(source, target) || startsWith(target, source)) {
    throw badValue(`The source and target field for $rename must not be on the same path: ${shown}`);
  }
  if (source.some(isPlaceholder)) throw badValue(`The source field for $rename may not be dynamic: ${name}`);
  if (target.some(isPlaceholder))
    throw badValue(`The destination field for $rename may not be dynamic: ${to}`);
  return target;
}

function fieldsOf({ name, value }: RawElement): RawElement[] {
  if (!UPDATE_OPERATORS.includes(name)) {
    throw failedToParse(
      `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
    );
  }
  if (value.type !== BsonType.object) {
    throw failedToParse(
      `Modifiers operate on fields but we found type ${typeName(value.type)} instead. For example: {$mod: {<field>: ...}} not {${name}: ${show(value)}}`,
    );
  }
  return elementsOf(value);
}

const moved = (from: string) => ({ from, change: (): RawValue | undefined => undefined });

/** The leaves of an update of operators, in the order in which they are applied. Throws 9, 2, 14, 40, 52, 56 as MongoDB does. */
export function parseUpdate(update: RawDocument, context: ParseContext): Leaf[] {
  const leaves: Leaf[] = [];
  const paths: Step[][] = [];
  for (const operator of elements(update)) {
    const parse = MODIFIERS[operator.name];
    for (const field of fieldsOf(operator)) {
      const steps = parseUpdatePath(field.name);
      paths.push(steps);
      if (parse) leaves.push({ steps, modifier: parse(field.value, field.name, context) });
      else {
        const target = renameTarget(field);
        paths.push(target);
        leaves.push({ steps: target, modifier: moved(field.name) });
      }
    }
  }
  checkConflicts(paths);
  return leaves.sort((a, b) => comparePaths(a.steps, b.steps));
}
