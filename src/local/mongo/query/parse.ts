import { badValue, notSupported } from '../errors.ts';
import {
  BsonType,
  elements,
  elementsOf,
  type RawDocument,
  type RawElement,
  type RawValue,
  subdocument,
} from '../values/raw.ts';
import type { FilterNode } from './node.ts';
import { parseLeaf } from './parse-leaf.ts';
import { compileRegex, regexOf } from './regex.ts';
import { isOperators } from './shape.ts';
import { isTrue } from './truth.ts';

const REFUSED = new Set(['$where', '$text', '$jsonSchema', '$sampleRate', '$_internalSchema']);

/** Where in a filter we are: `$expr` is only allowed for whole documents. */
type Level = 'document' | 'element';

/** Parses a filter; one condition stands alone, several are an `and`. */
export function parseFilter(filter: RawDocument, level: Level = 'document'): FilterNode {
  const nodes: FilterNode[] = [];
  for (const element of elements(filter)) nodes.push(...parseElement(element, level));
  return together(nodes);
}

/** The nodes as one. */
function together(nodes: FilterNode[]): FilterNode {
  const [only] = nodes;
  if (only === undefined) return { kind: 'always' };
  return nodes.length === 1 ? only : { kind: 'and', nodes };
}

function parseElement({ name, value }: RawElement, level: Level): FilterNode[] {
  if (name.startsWith('$')) return parseTopLevel(name, value, level);
  return parseCondition(name, value);
}

/** One field's condition: operators, a regular expression, or a value to be equal to. */
function parseCondition(path: string, value: RawValue): FilterNode[] {
  if (isOperators(value)) return parseOperators(path, value);
  if (value.type !== BsonType.regex) return [{ kind: 'compare', path, operator: 'eq', value }];
  const regex = regexOf(value);
  compileRegex(regex);
  return [{ kind: 'regex', path, ...regex }];
}

/** Every operator of a document such as `{ $gt: 1, $lt: 5 }`. */
function parseOperators(path: string, value: RawValue): FilterNode[] {
  const siblings = elementsOf(value);
  return siblings.flatMap((element) => parseOperator(path, element, siblings));
}

function parseTopLevel(name: string, value: RawValue, level: Level): FilterNode[] {
  switch (name) {
    case '$and':
      return [{ kind: 'and', nodes: parseClauses(name, value, level) }];
    case '$or':
      return [{ kind: 'or', nodes: parseClauses(name, value, level) }];
    case '$nor':
      return [{ kind: 'nor', nodes: parseClauses(name, value, level) }];
    case '$comment':
      return [];
    case '$expr':
      if (level === 'element') throw badValue('$expr can only be applied to the top-level document');
      return [{ kind: 'expression', expression: value }];
    case '$alwaysTrue':
    case '$alwaysFalse':
      return [{ kind: isTrue(value) === (name === '$alwaysTrue') ? 'always' : 'never' }];
    case '$ref':
    case '$id':
    case '$db':
      return [{ kind: 'compare', path: name, operator: 'eq', value }];
  }
  if (REFUSED.has(name)) throw notSupported(`the query operator ${name}`);
  throw badValue(
    `unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
  );
}

function parseClauses(name: string, value: RawValue, level: Level): FilterNode[] {
  if (value.type !== BsonType.array) throw badValue(`${name} must be an array`);
  const clauses = elementsOf(value);
  if (clauses.length === 0) throw badValue('$and/$or/$nor must be a nonempty array');
  return clauses.map((clause) => {
    if (clause.value.type !== BsonType.object)
      throw badValue('$or/$and/$nor entries need to be full objects');
    return parseFilter(subdocument(clause.value), level);
  });
}

function parseOperator(path: string, element: RawElement, siblings: RawElement[]): FilterNode[] {
  switch (element.name) {
    case '$not':
      return [{ kind: 'not', node: parseNot(path, element.value) }];
    case '$elemMatch':
      return [parseElemMatch(path, element.value)];
    case '$all':
      return parseAll(path, element.value);
    default:
      return parseLeaf(path, element, siblings);
  }
}

function parseNot(path: string, value: RawValue): FilterNode {
  if (value.type === BsonType.regex) return together(parseCondition(path, value));
  if (value.type !== BsonType.object) throw badValue('$not needs a regex or a document');
  if (elementsOf(value).length === 0) throw badValue('$not cannot be empty');
  return together(parseOperators(path, value));
}

const TREE_OPERATORS = new Set(['$and', '$or', '$nor', '$where']);

function parseElemMatch(path: string, value: RawValue): FilterNode {
  if (value.type !== BsonType.object) throw badValue('$elemMatch needs an Object');
  const first = elementsOf(value)[0]?.name ?? '';
  if (isOperators(value, true) && !TREE_OPERATORS.has(first)) {
    return { kind: 'elemMatch', path, node: together(parseOperators('', value)), ofValues: true };
  }
  return { kind: 'elemMatch', path, node: parseFilter(subdocument(value), 'element'), ofValues: false };
}

/** `$all` is an `and` of equalities, regular expressions or `$elemMatch`; an empty list matches nothing. */
function parseAll(path: string, value: RawValue): FilterNode[] {
  if (value.type !== BsonType.array) throw badValue('$all needs an array');
  const members = elementsOf(value).map((element) => element.value);
  const [first] = members;
  if (!first) return [{ kind: 'never' }];
  const ofElements = isElemMatch(first);
  return members.map((member) => {
    if (isElemMatch(member) !== ofElements) {
      throw badValue(ofElements ? '$all/$elemMatch has to be consistent' : 'no $ expressions in $all');
    }
    if (!ofElements && isOperators(member)) throw badValue('no $ expressions in $all');
    return together(parseCondition(path, member));
  });
}

function isElemMatch(value: RawValue): boolean {
  return value.type === BsonType.object && elementsOf(value)[0]?.name === '$elemMatch';
}
