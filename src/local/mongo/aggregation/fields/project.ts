import { MongoError } from '../../errors.ts';
import {
  asValue,
  BsonType,
  elementsOf,
  type RawDocument,
  type RawElement,
  type RawValue,
} from '../../values/raw.ts';
import { show } from '../../values/show.ts';
import type { Scope } from '../expression/scope.ts';
import { truthy } from '../expression/values.ts';
import { computed, documentOf, excluded, included } from './apply.ts';
import { addFields, FieldTree } from './tree.ts';

/** Makes one document of another. */
export type Transform = (doc: RawDocument, scope: Scope) => RawDocument;

/** A compiled `$project`, and whether it only drops fields. */
export interface Projection {
  readonly transform: Transform;
  readonly isExclusion: boolean;
}

function actions(tree: FieldTree, found = new Set<string>()): Set<string> {
  for (const action of tree.fields.values()) {
    if (action instanceof FieldTree) actions(action, found);
    else found.add(typeof action === 'string' ? action : 'compute');
  }
  return found;
}

/**
 * Compiles a `$project`. Errors 51272 (empty), 31253 and 31254 (keeping and dropping fields in one, but for `_id`),
 * as in MongoDB's projection_parser.cpp.
 */
export function compileProject(spec: RawValue, variables: Iterable<string>): Projection {
  if (spec.type !== BsonType.object) throw new MongoError(15969, '$project specification must be an object');
  const elements = elementsOf(spec);
  if (elements.length === 0) {
    throw new MongoError(
      51272,
      'Invalid $project :: caused by :: projection specification must have at least one field',
    );
  }
  const tree = new FieldTree();
  addFields(tree, elements, '', true, [...variables]);
  const id = tree.fields.get('_id');
  if (typeof id === 'string') tree.fields.delete('_id');
  const found = actions(tree);
  const drops = found.has('exclude');
  if (drops && found.size > 1) throw mixed(found.has('include'), elements);
  if (drops || (found.size === 0 && id === 'exclude')) {
    if (id === 'include' && drops) tree.fields.delete('_id');
    else if (id === 'exclude') tree.fields.set('_id', 'exclude');
    return {
      isExclusion: true,
      transform: (doc) => documentOf(excluded(asValue(doc), tree) as RawValue),
    };
  }
  if (id !== 'exclude' && !tree.fields.has('_id')) tree.fields.set('_id', 'include');
  const computes = tree.computes;
  return {
    isExclusion: false,
    transform: (doc, scope) => {
      const kept = included(asValue(doc), tree) as RawValue;
      return documentOf(computes ? computed(kept, tree, scope) : kept);
    },
  };
}

/** What MongoDB says of a specification that keeps and drops fields: it names the first that does not go with what came before. */
function mixed(keeps: boolean, elements: readonly RawElement[]): MongoError {
  const flags = elements.flatMap(({ name, value }) =>
    name === '_id' || value.type === BsonType.object ? [] : [{ name, keeps: truthy(value) }],
  );
  const odd = flags.find((flag) => flag.keeps !== flags[0]?.keeps);
  const context = 'Invalid $project :: caused by ::';
  if (!keeps)
    return new MongoError(31252, `${context} Cannot use expression other than $meta in exclusion projection`);
  return odd?.keeps
    ? new MongoError(31253, `${context} Cannot do inclusion on field ${odd.name} in exclusion projection`)
    : new MongoError(31254, `${context} Cannot do exclusion on field ${odd?.name} in inclusion projection`);
}

/** Compiles `$addFields` and `$set`. */
export function compileAddFields(spec: RawValue, variables: Iterable<string>, name: string): Transform {
  if (spec.type !== BsonType.object) {
    throw new MongoError(40272, `${name} specification stage must be an object, got ${show(spec)}`);
  }
  const tree = new FieldTree();
  const elements = elementsOf(spec);
  if (elements.length === 0) {
    throw new MongoError(40177, `Invalid ${name} :: caused by :: specification must have at least one field`);
  }
  addFields(tree, elements, '', false, [...variables]);
  return (doc, scope) => documentOf(computed(asValue(doc), tree, scope));
}

/** Compiles `$unset`: the paths are dropped. */
export function compileUnset(paths: readonly string[]): (doc: RawDocument) => RawDocument {
  const tree = new FieldTree();
  for (const path of paths) tree.set(path, 'exclude');
  return (doc) => documentOf(excluded(asValue(doc), tree) as RawValue);
}
