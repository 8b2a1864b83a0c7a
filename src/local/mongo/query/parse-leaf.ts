import { badValue, MongoError, notSupported } from '../errors.ts';
import { BsonType, elementsOf, type RawElement, type RawValue } from '../values/raw.ts';
import { stringOf } from '../values/text.ts';
import type { BitTest, Comparison, FilterNode, RegexSource } from './node.ts';
import { parseBitMask, parseMod, parseSize } from './parse-numbers.ts';
import { compileRegex, regexOf } from './regex.ts';
import { isOperators } from './shape.ts';
import { isTrue } from './truth.ts';
import { parseTypes } from './types.ts';

/** Parses the argument of one operator; `siblings` are all operators beside it, which `$regex` and `$options` share. */
type LeafParser = (path: string, value: RawValue, siblings: readonly RawElement[]) => FilterNode | undefined;

const comparison =
  (operator: Comparison): LeafParser =>
  (path, value) =>
    parseComparison(path, operator, value);

const bits =
  (test: BitTest): LeafParser =>
  (path, value) => ({ kind: 'bits', path, test, mask: parseBitMask(path, value) });

const LEAF_PARSERS: Readonly<Record<string, LeafParser>> = {
  $eq: comparison('eq'),
  $gt: comparison('gt'),
  $gte: comparison('gte'),
  $lt: comparison('lt'),
  $lte: comparison('lte'),
  $ne: (path, value) => {
    if (value.type === BsonType.regex) throw badValue("Can't have regex as arg to $ne.");
    return { kind: 'not', node: parseComparison(path, 'eq', value) };
  },
  $in: (path, value) => parseIn(path, '$in', value),
  $nin: (path, value) => ({ kind: 'not', node: parseIn(path, '$nin', value) }),
  $exists: (path, value) => ({ kind: 'exists', path, exists: isTrue(value) }),
  $type: (path, value) => ({ kind: 'type', path, types: parseTypes(path, value) }),
  $size: (path, value) => ({ kind: 'size', path, size: parseSize(value) }),
  $mod: (path, value) => ({ kind: 'mod', path, ...parseMod(value) }),
  $regex: (path, _value, siblings) => ({ kind: 'regex', path, ...parseRegex(siblings) }),
  $options: (_path, _value, siblings) => {
    if (!siblings.some((sibling) => sibling.name === '$regex')) throw badValue('$options needs a $regex');
    return undefined;
  },
  $bitsAllSet: bits('allSet'),
  $bitsAllClear: bits('allClear'),
  $bitsAnySet: bits('anySet'),
  $bitsAnyClear: bits('anyClear'),
};

/** The operators of a field that need no other conditions. */
export const LEAF_OPERATORS: readonly string[] = Object.keys(LEAF_PARSERS);

/** Operators that MongoDB has and this server refuses. */
export const REFUSED_LEAF_OPERATORS: readonly string[] = [
  '$near',
  '$nearSphere',
  '$geoNear',
  '$geoWithin',
  '$within',
  '$geoIntersects',
  '$maxDistance',
  '$minDistance',
];

/** Parses an operator of a field that needs no other conditions. Errors: 2 for an unknown one, 238 for one left out. */
export function parseLeaf(
  path: string,
  { name, value }: RawElement,
  siblings: readonly RawElement[],
): FilterNode | undefined {
  const parse = Object.hasOwn(LEAF_PARSERS, name) ? LEAF_PARSERS[name] : undefined;
  if (parse) return parse(path, value, siblings);
  if (REFUSED_LEAF_OPERATORS.includes(name)) throw notSupported(`the query operator ${name}`);
  throw badValue(`unknown operator: ${name}`);
}

function parseComparison(path: string, operator: Comparison, value: RawValue): FilterNode {
  if (value.type === BsonType.undefined) throw badValue('cannot compare to undefined');
  if (value.type === BsonType.regex && operator !== 'eq') {
    throw badValue(`Can't have RegEx as arg to predicate over field '${path}'.`);
  }
  return { kind: 'compare', path, operator, value };
}

function parseIn(path: string, name: string, value: RawValue): FilterNode {
  if (value.type !== BsonType.array) throw badValue(`${name} needs an array`);
  const values: RawValue[] = [];
  const regexes: RegexSource[] = [];
  for (const element of elementsOf(value)) {
    if (isOperators(element.value)) throw badValue('cannot nest $ under $in');
    if (element.value.type === BsonType.undefined)
      throw badValue('InMatchExpression equality cannot be undefined');
    if (element.value.type === BsonType.regex) regexes.push(checked(regexOf(element.value)));
    else values.push(element.value);
  }
  return { kind: 'in', path, values, regexes };
}

function checked(regex: RegexSource): RegexSource {
  if (regex.source.includes('\0')) {
    throw new MongoError(51109, 'Regular expression cannot contain an embedded null byte');
  }
  compileRegex(regex);
  return regex;
}

function parseRegex(siblings: readonly RawElement[]): RegexSource {
  let source = '';
  let flags = '';
  for (const { name, value } of siblings) {
    if (name === '$regex') {
      const regex = value.type === BsonType.regex ? regexOf(value) : { source: stringOf(value), flags: '' };
      if (regex.source === undefined || value.type === BsonType.code)
        throw badValue('$regex has to be a string');
      if (regex.flags && flags) throw new MongoError(51074, 'options set in both $regex and $options');
      source = regex.source;
      flags ||= regex.flags;
    } else if (name === '$options') {
      if (value.type !== BsonType.string) throw badValue('$options has to be a string');
      if (flags) throw new MongoError(51075, 'options set in both $regex and $options');
      flags = stringOf(value) ?? '';
    }
  }
  return checked({ source, flags });
}
