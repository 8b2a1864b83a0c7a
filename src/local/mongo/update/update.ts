import { ObjectId } from 'bson';
import type { Filter } from '../query/filter.ts';
import { asValue, elements, fromJs, type RawDocument } from '../values/raw.ts';
import { show, showDocument } from '../values/show.ts';
import { checkArrayFilters, compileArrayFilters } from './array-filters.ts';
import { Editable } from './editable.ts';
import { seedOf } from './equalities.ts';
import { expandPath, type Placeholders } from './expand.ts';
import { applyLeaf, type Leaf } from './leaf.ts';
import { parseUpdate } from './parse.ts';
import { compileReplacement } from './replacement.ts';
import { checkDocumentId, checkStorable } from './storable.ts';
import { checkConflicts, comparePaths, isPlaceholder } from './update-path.ts';

/** A compiled update. */
export interface Update {
  readonly kind: 'operators' | 'replacement';
  /** The document after the update; the same bytes when nothing changes. */
  apply(doc: RawDocument): { document: RawDocument; changed: boolean };
  /** The document that an upsert inserts; an ObjectId is made for a missing `_id`. */
  upsert(): RawDocument;
}

/** What an update depends on besides itself. */
export interface UpdateOptions {
  readonly filter: Filter;
  readonly arrayFilters?: readonly RawDocument[];
  /** The time `$currentDate` sets, in milliseconds since 1970. */
  readonly now?: () => number;
}

/** Compiles an update of operators or a replacement. Throws MongoDB's errors: 2, 9, 14, 40, 52, 56 here, 28, 66 and others when applied. */
export function compileUpdate(update: RawDocument, options: UpdateOptions): Update {
  const isReplacement = !elements(update)[0]?.name.startsWith('$');
  return isReplacement ? compileReplacement(update, options.filter) : compileOperators(update, options);
}

function compileOperators(update: RawDocument, options: UpdateOptions): Update {
  const leaves = parseUpdate(update, { now: options.now ?? Date.now });
  const filters = compileArrayFilters(options.arrayFilters ?? []);
  checkArrayFilters(
    filters,
    leaves.map(({ steps }) => steps),
    () => showDocument(update),
  );
  const dynamic = leaves.some(({ steps }) => steps.some(isPlaceholder));
  const run = (root: Editable, insert: boolean, position: () => number | undefined) => {
    const id = root.find('_id');
    const document = () => (id < 0 ? '{no id}' : `{_id: ${show(root.valueAt(id))}}`);
    const concrete = dynamic ? expandLeaves(leaves, root, { filters, position }) : leaves;
    for (const leaf of concrete) applyLeaf(leaf, { root, insert, document });
  };
  return {
    kind: 'operators',
    apply: (doc) => {
      const root = new Editable(asValue(doc));
      run(root, false, () => options.filter.positionFor(doc));
      if (!root.changed) return { document: doc, changed: false };
      const document = root.toDocument();
      checkStorable(document);
      return { document, changed: true };
    },
    upsert: () => {
      const root = seedOf(options.filter.root);
      run(root, true, () => undefined);
      return withId(root);
    },
  };
}

function expandLeaves(leaves: readonly Leaf[], root: Editable, placeholders: Placeholders): Leaf[] {
  const concrete = leaves.flatMap(({ steps, modifier }) =>
    expandPath(root, steps, placeholders).map((expanded) => ({ steps: expanded, modifier })),
  );
  checkConflicts(concrete.map(({ steps }) => steps));
  return concrete.sort((a, b) => comparePaths(a.steps, b.steps));
}

/** The document with `_id` before all other fields. */
function withId(root: Editable): RawDocument {
  if (root.find('_id') < 0) root.add('_id', fromJs(new ObjectId()));
  root.moveToFront('_id');
  const document = root.toDocument();
  checkDocumentId(document);
  checkStorable(document);
  return document;
}
