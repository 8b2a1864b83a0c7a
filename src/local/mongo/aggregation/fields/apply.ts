import {
  asValue,
  BsonType,
  buildArray,
  buildDocument,
  elementsOf,
  pickFields,
  type RawDocument,
  type RawValue,
} from '../../values/raw.ts';
import type { Scope } from '../expression/scope.ts';
import { type FieldAction, FieldTree } from './tree.ts';

type Select = (value: RawValue, tree: FieldTree) => RawValue | undefined;

/** Keeps what the tree includes. Inside arrays every document is treated so; other members are dropped. */
export const included: Select = (value, tree) => {
  if (value.type === BsonType.array) {
    const kept: RawValue[] = [];
    for (const member of elementsOf(value)) {
      const inner = included(member.value, tree);
      if (inner) kept.push(inner);
    }
    return buildArray(kept);
  }
  if (value.type !== BsonType.object) return undefined;
  if (tree.flatNames) return asValue(pickFields(value, tree.flatNames, true));
  return asValue(
    buildDocument(
      selected(value, tree, (field, action) => {
        if (action === 'include') return field;
        return action instanceof FieldTree ? included(field, action) : undefined;
      }),
    ),
  );
};

/** Drops what the tree excludes. */
export const excluded: Select = (value, tree) => {
  if (value.type === BsonType.array) {
    return buildArray(elementsOf(value).map((member) => excluded(member.value, tree) ?? member.value));
  }
  if (value.type !== BsonType.object) return value;
  if (tree.flatNames) return asValue(pickFields(value, tree.flatNames, false));
  return asValue(
    buildDocument(
      selected(value, tree, (field, action) => {
        if (action === 'exclude') return undefined;
        return action instanceof FieldTree ? excluded(field, action) : field;
      }),
    ),
  );
};

function* selected(
  value: RawValue,
  tree: FieldTree,
  choose: (field: RawValue, action: FieldAction | undefined) => RawValue | undefined,
): Generator<[string, RawValue]> {
  for (const element of elementsOf(value)) {
    const kept = choose(element.value, tree.fields.get(element.name));
    if (kept) yield [element.name, kept];
  }
}

/**
 * Sets the computed fields of the tree: those that exist keep their place, new ones follow, missing results remove the field.
 * Inside arrays every member gets them, and what is no document becomes one.
 */
export function computed(value: RawValue | undefined, tree: FieldTree, scope: Scope): RawValue {
  if (value?.type === BsonType.array) {
    return buildArray(elementsOf(value).map((member) => computed(member.value, tree, scope)));
  }
  const fields = new Map<string, RawValue | undefined>();
  if (value?.type === BsonType.object) {
    for (const element of elementsOf(value)) fields.set(element.name, element.value);
  }
  for (const [name, action] of tree.fields) {
    if (typeof action === 'function') fields.set(name, action(scope));
    else if (action instanceof FieldTree && action.computes) {
      fields.set(name, computed(fields.get(name), action, scope));
    }
  }
  return asValue(buildDocument(present(fields)));
}

function* present(fields: Map<string, RawValue | undefined>): Generator<[string, RawValue]> {
  for (const [name, value] of fields) if (value) yield [name, value];
}

/** The bytes of a value that is a whole document. */
export function documentOf(value: RawValue): RawDocument {
  return value.bytes.subarray(value.start, value.end);
}
