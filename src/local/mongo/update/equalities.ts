import { MongoError } from '../errors.ts';
import type { FilterNode } from '../query/node.ts';
import { asValue, buildDocument, type RawValue } from '../values/raw.ts';
import { Editable } from './editable.ts';

/** The fields a filter fixes to one value, by path in byte order, as MongoDB fills a document for an upsert. */
function equalitiesOf(node: FilterNode, found: Map<string, RawValue>): Map<string, RawValue> {
  const [single] = node.kind === 'in' && node.regexes.length === 0 ? node.values : [];
  if (node.kind === 'and' || (node.kind === 'or' && node.nodes.length === 1)) {
    for (const inner of node.nodes) equalitiesOf(inner, found);
  } else if (node.kind === 'compare' && node.operator === 'eq') add(found, node.path, node.value);
  else if (node.kind === 'in' && node.values.length === 1 && single) add(found, node.path, single);
  return found;
}

function add(found: Map<string, RawValue>, path: string, value: RawValue): void {
  for (const other of found.keys()) {
    if (other === path) throw conflict(`path '${path}' is matched twice`);
    if (path.startsWith(`${other}.`) || other.startsWith(`${path}.`)) {
      throw conflict(`both paths '${path}' and '${other}' are matched`);
    }
  }
  found.set(path, value);
}

function conflict(what: string): MongoError {
  return new MongoError(54, `cannot infer query fields to set, ${what}`);
}

function refuseExpressions(node: FilterNode): void {
  if (node.kind === 'expression') {
    throw new MongoError(224, '$expr is not allowed in the query predicate for an upsert');
  }
  if ('nodes' in node) for (const inner of node.nodes) refuseExpressions(inner);
}

/** The document an upsert starts from: the equality fields of its filter; only `_id` for a replacement. */
export function seedOf(filter: FilterNode, only?: '_id'): Editable {
  refuseExpressions(filter);
  const equalities = [...equalitiesOf(filter, new Map())].filter(([path]) => !only || path === only);
  equalities.sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const root = new Editable(asValue(buildDocument([])));
  for (const [path, value] of equalities) put(root, path.split('.'), value);
  return root;
}

function put(root: Editable, steps: string[], value: RawValue): void {
  let node = root;
  for (const [depth, step] of steps.entries()) {
    const place = node.find(step);
    const child = place < 0 ? undefined : node.childAt(place);
    if (child) node = child;
    else {
      const inner = steps.slice(depth + 1);
      node.add(
        step,
        inner.reduceRight((inside, name) => asValue(buildDocument([[name, inside]])), value),
      );
      return;
    }
  }
}
