import { MongoError } from '../../errors.ts';
import { toNumber } from '../../values/number.ts';
import { BsonType, elementsOf, nameBytes, type RawElement, type RawValue } from '../../values/raw.ts';
import { compileExpression } from '../expression/compile.ts';
import type { Evaluator } from '../expression/scope.ts';
import { truthy } from '../expression/values.ts';

/** What a specification says of one field: keep it, drop it, compute it, or go on below. */
export type FieldAction = 'include' | 'exclude' | Evaluator | FieldTree;

/** The fields of a DBRef, the only names with a dollar that a path may hold. */
const REFERENCE_FIELDS = new Set(['$ref', '$id', '$db']);

/** What is wrong with a path that has an empty field (field_path.cpp). */
function emptyField(path: string): MongoError {
  if (path === '') return new MongoError(40352, 'FieldPath cannot be constructed with empty string');
  if (path.endsWith('.')) return new MongoError(40353, "FieldPath must not end with a '.'.");
  return new MongoError(15998, 'FieldPath field names may not be empty strings.');
}

/** The fields of one level, in the order in which they were named. */
export class FieldTree {
  readonly fields = new Map<string, FieldAction>();
  #flatNames: readonly string[] | 'deep' | undefined;

  /** Sets the action of a dotted path. Error 31249/31250 when one path lies within another, as in projection_parser.cpp. */
  set(path: string, action: Exclude<FieldAction, FieldTree>, whole = path): void {
    const dot = path.indexOf('.');
    const name = dot < 0 ? path : path.slice(0, dot);
    if (name === '') throw emptyField(whole);
    if (name.startsWith('$') && !REFERENCE_FIELDS.has(name)) {
      throw new MongoError(
        16410,
        "FieldPath field names may not start with '$'. Consider using $getField or $setField.",
      );
    }
    const present = this.fields.get(name);
    if (dot < 0) {
      if (present) throw new MongoError(31250, `Path collision at ${whole}`);
      this.fields.set(name, action);
      return;
    }
    if (present && !(present instanceof FieldTree)) {
      throw new MongoError(31249, `Path collision at ${whole} remaining portion ${path.slice(dot + 1)}`);
    }
    const below = present ?? new FieldTree();
    this.fields.set(name, below);
    below.set(path.slice(dot + 1), action, whole);
  }

  /**
   * The fields to keep or to drop, as `nameBytes` gives them, when no path leads further down; asked for once the tree is
   * complete.
   */
  get flatNames(): readonly string[] | undefined {
    this.#flatNames ??= [...this.fields.values()].some((action) => action instanceof FieldTree)
      ? 'deep'
      : [...this.fields].filter(([, action]) => typeof action === 'string').map(([name]) => nameBytes(name));
    return this.#flatNames === 'deep' ? undefined : this.#flatNames;
  }

  /** True when something below is computed. */
  get computes(): boolean {
    for (const action of this.fields.values()) {
      if (typeof action === 'function' || (action instanceof FieldTree && action.computes)) return true;
    }
    return false;
  }

  /** True when something below is included or excluded. */
  get selects(): boolean {
    for (const action of this.fields.values()) {
      if (typeof action === 'string' || (action instanceof FieldTree && action.selects)) return true;
    }
    return false;
  }
}

const isOperator = (value: RawValue): boolean => elementsOf(value)[0]?.name.startsWith('$') ?? false;

/** Whether a value in a projection is a flag (a number or boolean): to keep the field or to drop it. */
function flagOf(value: RawValue): 'include' | 'exclude' | undefined {
  if (value.type !== BsonType.boolean && toNumber(value) === undefined) return undefined;
  return truthy(value) ? 'include' : 'exclude';
}

/** Reads one level of a specification into `tree`; `flags` says whether numbers and booleans keep and drop fields, as in `$project`. */
export function addFields(
  tree: FieldTree,
  elements: readonly RawElement[],
  prefix: string,
  flags: boolean,
  variables: Iterable<string>,
): void {
  for (const { name, value } of elements) {
    const path = prefix + name;
    const flag = flags ? flagOf(value) : undefined;
    if (flag) tree.set(path, flag);
    else if (value.type === BsonType.object && !isOperator(value)) {
      const below = elementsOf(value);
      if (below.length > 0) addFields(tree, below, `${path}.`, flags, variables);
      else if (flags) {
        throw new MongoError(
          51270,
          `An empty sub-projection is not a valid value. Found empty object at path`,
        );
      } else tree.set(path, compileExpression(value, variables));
    } else tree.set(path, compileExpression(value, variables));
  }
}
