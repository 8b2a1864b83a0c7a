import { compileExpression } from '../aggregation/expression/compile.ts';
import type { Evaluator } from '../aggregation/expression/scope.ts';
import { FieldTree } from '../aggregation/fields/tree.ts';
import { MongoError, notSupported } from '../errors.ts';
import { isTrue } from '../query/truth.ts';
import { isNumber } from '../values/number.ts';
import { BsonType, elementsOf, type RawElement, type RawValue } from '../values/raw.ts';
import { show } from '../values/show.ts';
import { elemMatchEvaluator } from './elem-match.ts';
import { parseSlice, type Slice } from './slice.ts';

/** What a projection asks for. */
export class ProjectionPlan {
  readonly tree = new FieldTree();
  readonly slices: Array<{ readonly path: string; readonly slice: Slice }> = [];
  /** The path before `.$`. */
  positional: string | undefined;
  kind: 'inclusion' | 'exclusion' | undefined;
  id: 'include' | 'exclude' | undefined;
  hasElemMatch = false;
  readonly #variables: readonly string[];

  constructor(variables: readonly string[]) {
    this.#variables = variables;
  }

  add({ name, value }: RawElement, prefix = ''): void {
    const path = prefix + name;
    const isFlag = value.type === BsonType.boolean || isNumber(value.type);
    const positional = name === '$' || name.endsWith('.$');
    if (name.includes('.$.')) {
      throw new MongoError(
        31394,
        "As of 4.4, it's illegal to specify positional operator in the middle of a path.Positional projection may only be used at the end, for example: a.b.$. If the query previously used a form like a.b.$.d, remove the parts following the '$' and the results will be equivalent.",
      );
    }
    if (positional && !isFlag) this.#refusePositional(value);
    if (value.type === BsonType.object) this.#addObject(path, value, prefix === '');
    else if (!isFlag) this.#compute(path, compileExpression(value, this.#variables), value);
    else if (positional && isTrue(value)) this.#addPositional(path);
    else this.#addFlag(path, isTrue(value));
  }

  #refusePositional(value: RawValue): never {
    if (value.type === BsonType.object) {
      throw new MongoError(31271, 'positional projection cannot be used with an expression or sub object');
    }
    throw new MongoError(31308, 'positional projection cannot be used with a literal');
  }

  #addFlag(path: string, include: boolean): void {
    if (path === '_id') {
      this.id = include ? 'include' : 'exclude';
      return;
    }
    this.tree.set(path, include ? 'include' : 'exclude');
    if (include)
      this.#become(
        'inclusion',
        new MongoError(31253, `Cannot do inclusion on field ${path} in exclusion projection`),
      );
    else
      this.#become(
        'exclusion',
        new MongoError(31254, `Cannot do exclusion on field ${path} in inclusion projection`),
      );
  }

  #become(kind: 'inclusion' | 'exclusion', otherwise: MongoError): void {
    if (this.kind !== undefined && this.kind !== kind) throw otherwise;
    this.kind = kind;
  }

  #addPositional(path: string): void {
    if (this.positional !== undefined) {
      throw new MongoError(31276, 'Cannot specify more than one positional projection per query.');
    }
    if (this.hasElemMatch) throw new MongoError(31256, 'Cannot specify positional operator and $elemMatch.');
    const before = path.slice(0, -'.$'.length);
    this.positional = before;
    this.#addFlag(before, true);
  }

  #addObject(path: string, value: RawValue, atTop: boolean): void {
    const fields = elementsOf(value);
    const [first] = fields;
    if (!first) {
      throw new MongoError(51270, 'An empty sub-projection is not a valid value. Found empty object at path');
    }
    if (fields.length > 1 || !first.name.startsWith('$')) {
      for (const field of fields) this.add(field, `${path}.`);
      return;
    }
    if (first.name === '$meta') throw notSupported('$meta in a projection');
    if (first.name === '$elemMatch') this.#addElemMatch(path, value, atTop);
    else if (first.name === '$slice' && isNumericSlice(first.value)) {
      this.slices.push({ path, slice: parseSlice(first.value) });
    } else this.#compute(path, compileExpression(value, this.#variables), value);
  }

  #addElemMatch(path: string, value: RawValue, atTop: boolean): void {
    if (this.positional !== undefined) {
      throw new MongoError(31255, 'Cannot specify positional operator and $elemMatch.');
    }
    if (!atTop || path.includes('.')) {
      throw new MongoError(31275, 'Cannot use $elemMatch projection on a nested field.');
    }
    this.hasElemMatch = true;
    this.tree.set(path, elemMatchEvaluator(path, value));
  }

  #compute(path: string, evaluate: Evaluator, shown: RawValue): void {
    const code = shown.type === BsonType.object ? 31252 : 31310;
    const message =
      code === 31252
        ? 'Cannot use expression other than $meta in exclusion projection'
        : `Cannot use an expression ${path}: ${show(shown)} in an exclusion projection`;
    this.#become('inclusion', new MongoError(code, message));
    this.tree.set(path, evaluate);
  }
}

/** `$slice` of find takes numbers; anything else is the expression `$slice`. */
function isNumericSlice(value: RawValue): boolean {
  if (value.type !== BsonType.array) return isNumber(value.type);
  return elementsOf(value).every((element) => isNumber(element.value.type));
}
