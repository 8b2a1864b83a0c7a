import { badValue, MongoError, notSupported } from '../errors.ts';
import { BsonType, elementsOf, type RawElement, type RawValue } from '../values/raw.ts';
import { stringOf } from '../values/text.ts';
import type { BitTest, Comparison, FilterNode, RegexSource } from './node.ts';
import { parseBitMask, parseMod, parseSize } from './parse-numbers.ts';
import { compileRegex, regexOf } from './regex.ts';
import { isOperators } from './shape.ts';
import { isTrue } from './truth.ts';
import { parseTypes } from './types.ts';

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  $eq: 'eq',
  $gt: 'gt',
  $gte: 'gte',
  $lt: 'lt',
  $lte: 'lte',
};

const BIT_TESTS: Readonly<Record<string, BitTest>> = {
  $bitsAllSet: 'allSet',
  $bitsAllClear: 'allClear',
  $bitsAnySet: 'anySet',
  $bitsAnyClear: 'anyClear',
};

const REFUSED = new Set([
  '$near',
  '$nearSphere',
  '$geoNear',
  '$geoWithin',
  '$within',
  '$geoIntersects',
  '$maxDistance',
  '$minDistance',
]);

/** Parses an operator of a field that needs no other conditions; `siblings` are all operators beside it, which `$regex` and `$options` share. */
export function parseLeaf(path: string, { name, value }: RawElement, siblings: RawElement[]): FilterNode[] {
  const comparison = Object.hasOwn(COMPARISONS, name) ? COMPARISONS[name] : undefined;
  if (comparison) return [parseComparison(path, comparison, value)];
  const bits = Object.hasOwn(BIT_TESTS, name) ? BIT_TESTS[name] : undefined;
  if (bits) return [{ kind: 'bits', path, test: bits, mask: parseBitMask(path, value) }];
  switch (name) {
    case '$ne':
      if (value.type === BsonType.regex) throw badValue("Can't have regex as arg to $ne.");
      return [{ kind: 'not', node: parseComparison(path, 'eq', value) }];
    case '$in':
      return [parseIn(path, name, value)];
    case '$nin':
      return [{ kind: 'not', node: parseIn(path, name, value) }];
    case '$exists':
      return [{ kind: 'exists', path, exists: isTrue(value) }];
    case '$type':
      return [{ kind: 'type', path, types: parseTypes(path, value) }];
    case '$size':
      return [{ kind: 'size', path, size: parseSize(value) }];
    case '$mod':
      return [{ kind: 'mod', path, ...parseMod(value) }];
    case '$regex':
      return [{ kind: 'regex', path, ...parseRegex(siblings) }];
    case '$options':
      if (!siblings.some((sibling) => sibling.name === '$regex')) throw badValue('$options needs a $regex');
      return [];
  }
  if (REFUSED.has(name)) throw notSupported(`the query operator ${name}`);
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
  compileRegex(regex);
  return regex;
}

function parseRegex(siblings: RawElement[]): RegexSource {
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
