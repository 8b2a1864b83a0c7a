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
import { LEAF_OPERATORS, parseLeaf, REFUSED_LEAF_OPERATORS } from './parse-leaf.ts';
import { compileRegex, regexOf } from './regex.ts';
import { isOperators } from './shape.ts';
import { isTrue } from './truth.ts';

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
  return siblings.flatMap((element) => {
    const parse = Object.hasOwn(OPERATORS, element.name) ? OPERATORS[element.name] : undefined;
    return (parse ? parse(path, element.value) : parseLeaf(path, element, siblings)) ?? [];
  });
}

const clauses =
  (kind: 'and' | 'or' | 'nor'): TopLevelParser =>
  (value, level) => [{ kind, nodes: parseClauses(`$${kind}`, value, level) }];

const constant =
  (truth: boolean): TopLevelParser =>
  (value) => [{ kind: isTrue(value) === truth ? 'always' : 'never' }];

const equal =
  (path: string): TopLevelParser =>
  (value) => [{ kind: 'compare', path, operator: 'eq', value }];

type TopLevelParser = (value: RawValue, level: Level) => FilterNode[];

const TOP_LEVEL: Readonly<Record<string, TopLevelParser>> = {
  $and: clauses('and'),
  $or: clauses('or'),
  $nor: clauses('nor'),
  $comment: () => [],
  $expr: (expression, level) => {
    if (level === 'element') throw badValue('$expr can only be applied to the top-level document');
    return [{ kind: 'expression', expression }];
  },
  $alwaysTrue: constant(true),
  $alwaysFalse: constant(false),
  $ref: equal('$ref'),
  $id: equal('$id'),
  $db: equal('$db'),
};

const REFUSED = ['$where', '$text', '$jsonSchema', '$sampleRate'];

/** Operators of a field whose arguments are conditions themselves. */
const OPERATORS: Readonly<Record<string, (path: string, value: RawValue) => FilterNode | FilterNode[]>> = {
  $not: (path, value) => ({ kind: 'not', node: parseNot(path, value) }),
  $elemMatch: parseElemMatch,
  $all: parseAll,
};

/** Every operator a filter may use. */
export const QUERY_OPERATORS: readonly string[] = [
  ...Object.keys(TOP_LEVEL),
  ...Object.keys(OPERATORS),
  ...LEAF_OPERATORS,
];

/** Operators of filters that MongoDB has and this server refuses. */
export const REFUSED_QUERY_OPERATORS: readonly string[] = [...REFUSED, ...REFUSED_LEAF_OPERATORS];

function parseTopLevel(name: string, value: RawValue, level: Level): FilterNode[] {
  const parse = Object.hasOwn(TOP_LEVEL, name) ? TOP_LEVEL[name] : undefined;
  if (parse) return parse(value, level);
  if (REFUSED.includes(name)) throw notSupported(`the query operator ${name}`);
  throw badValue(
    `unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
  );
}

function parseClauses(name: string, value: RawValue, level: Level): FilterNode[] {
  if (value.type !== BsonType.array) throw badValue(`${name} must be an array`);
  const members = elementsOf(value);
  if (members.length === 0) throw badValue('$and/$or/$nor must be a nonempty array');
  return members.map((clause) => {
    if (clause.value.type !== BsonType.object)
      throw badValue('$or/$and/$nor entries need to be full objects');
    return parseFilter(subdocument(clause.value), level);
  });
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
