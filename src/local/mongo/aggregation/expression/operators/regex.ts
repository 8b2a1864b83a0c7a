import type { BSONRegExp } from 'bson';
import { MongoError } from '../../../errors.ts';
import { translate } from '../../../query/pcre.ts';
import { intValue } from '../../../values/number.ts';
import { asValue, BsonType, buildDocument, NULL_VALUE, type RawValue, toJs } from '../../../values/raw.ts';
import { type NamedValues, namedOperator, type Operator, type OperatorTable } from '../operator.ts';
import { array, FALSE, isNullish, string, TRUE, textOf, typeName } from '../values.ts';

const compiled = new Map<string, RegExp>();

/** JavaScript's expression for a pattern, whole code points at a time where the pattern allows it. */
function regexOf(source: string, flags: string): RegExp {
  const key = `${flags}/${source}`;
  let regex = compiled.get(key);
  if (!regex) {
    const { pattern, flags: own } = translate(source, flags);
    try {
      regex = new RegExp(pattern, `g${own}u`);
    } catch {
      regex = new RegExp(pattern, `g${own}`);
    }
    if (compiled.size > 200) compiled.clear();
    compiled.set(key, regex);
  }
  return regex;
}

/** The pattern of `regex` and `options`; undefined when the answer is null. Errors 51103 to 51108 as in expression.cpp. */
function pattern(read: NamedValues, name: string): RegExp | undefined {
  const regex = read('regex');
  const options = read('options');
  let flags = '';
  if (!isNullish(options)) {
    if (options.type !== BsonType.string) {
      throw new MongoError(51106, `${name} needs 'options' to be of type string`);
    }
    flags = textOf(options);
  }
  if (isNullish(regex)) return undefined;
  let source: string;
  if (regex.type === BsonType.regex) {
    const { pattern: text, options: own } = toJs(regex) as BSONRegExp;
    if (own !== '' && flags !== '') {
      throw new MongoError(
        51107,
        `${name}: found regex option(s) specified in both 'regex' and 'option' fields`,
      );
    }
    source = text;
    flags ||= own;
  } else if (regex.type === BsonType.string) source = textOf(regex);
  else throw new MongoError(51105, `${name} needs 'regex' to be of type string or regex`);
  try {
    return regexOf(source, flags);
  } catch (error) {
    if (error instanceof MongoError) throw error;
    throw new MongoError(51111, `Invalid Regex in ${name}: ${(error as Error).message}`);
  }
}

/** Every match with its position counted in code points, as `$regexFind` shows it. */
function* matches(text: string, regex: RegExp): Generator<RawValue> {
  for (const match of text.matchAll(regex)) {
    yield asValue(
      buildDocument([
        ['match', string(match[0])],
        ['idx', intValue([...text.slice(0, match.index)].length)],
        ['captures', array(match.slice(1).map((part) => (part === undefined ? NULL_VALUE : string(part))))],
      ]),
    );
  }
}

function regexOperator(answer: (found: Generator<RawValue>) => RawValue, none: RawValue): Operator {
  return namedOperator(['input', 'regex'], ['options'], (read, _given, name) => {
    const input = read('input');
    const regex = pattern(read, name);
    if (isNullish(input) || !regex) return none;
    if (input.type !== BsonType.string) {
      throw new MongoError(51104, `${name} needs 'input' to be of type string, found ${typeName(input)}`);
    }
    return answer(matches(textOf(input), regex));
  });
}

export const regexOperators: OperatorTable = {
  $regexFind: regexOperator((found) => found.next().value ?? NULL_VALUE, NULL_VALUE),
  $regexFindAll: regexOperator((found) => array(found), array([])),
  $regexMatch: regexOperator((found) => (found.next().done ? FALSE : TRUE), FALSE),
};
