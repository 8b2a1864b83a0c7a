import { MongoError } from '../../errors.ts';
import { longValue } from '../../values/number.ts';
import {
  asValue,
  BsonType,
  buildDocument,
  elementsOf,
  NULL_VALUE,
  type RawDocument,
  type RawValue,
} from '../../values/raw.ts';
import { parsePath, readPath } from '../expression/path.ts';
import { isNullish, textOf, truthy, typeName } from '../expression/values.ts';
import { setField } from '../fields/set.ts';
import { perDocument, type Stage } from '../pipeline/stage.ts';

/** What `$unwind` was asked for. */
interface Unwind {
  readonly path: string;
  readonly keepEmpty: boolean;
  readonly indexField: string | undefined;
}

function fieldName(value: RawValue, code: number, message: string): string {
  if (value.type !== BsonType.string) throw new MongoError(code, message);
  return textOf(value);
}

/** Errors 15981, 28808 to 28812, 28818 and 28822 as in document_source_unwind.cpp. */
function parse(spec: RawValue): Unwind {
  let path: string | undefined;
  let keepEmpty = false;
  let indexField: string | undefined;
  if (spec.type === BsonType.object) {
    for (const { name, value } of elementsOf(spec)) {
      if (name === 'path')
        path = fieldName(
          value,
          28808,
          `expected a string as the path for $unwind stage, got ${typeName(value)}`,
        );
      else if (name === 'preserveNullAndEmptyArrays') {
        if (value.type !== BsonType.boolean) {
          throw new MongoError(
            28809,
            'expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage',
          );
        }
        keepEmpty = truthy(value);
      } else if (name === 'includeArrayIndex') {
        indexField = fieldName(
          value,
          28810,
          'expected a non-empty string for the includeArrayIndex  option to $unwind stage',
        );
        if (indexField === '')
          throw new MongoError(
            28810,
            'expected a non-empty string for the includeArrayIndex  option to $unwind stage',
          );
        if (indexField.startsWith('$'))
          throw new MongoError(
            28822,
            "includeArrayIndex option to $unwind stage should not be prefixed with a '$'",
          );
      } else throw new MongoError(28811, `unrecognized option to $unwind stage: ${name}`);
    }
    if (path === undefined) throw new MongoError(28812, 'no path specified to $unwind stage');
  } else
    path = fieldName(
      spec,
      15981,
      `expected either a string or an object as specification for $unwind stage, got ${typeName(spec)}`,
    );
  if (!path.startsWith('$'))
    throw new MongoError(28818, `path option to $unwind stage should be prefixed with a '$': ${path}`);
  return { path: path.slice(1), keepEmpty, indexField };
}

function* unwound(doc: RawDocument, spec: Unwind, path: readonly string[], value: RawValue | undefined) {
  const indexed = (made: RawDocument, index: RawValue) =>
    spec.indexField ? setField(made, spec.indexField.split('.'), index) : made;
  if (value?.type !== BsonType.array) {
    if (!isNullish(value) || spec.keepEmpty) yield indexed(doc, NULL_VALUE);
    return;
  }
  const elements = elementsOf(value);
  if (elements.length === 0 && spec.keepEmpty) yield indexed(setField(doc, path, undefined), NULL_VALUE);
  const [only] = path;
  if (path.length === 1 && !spec.indexField) {
    const fields = elementsOf(asValue(doc));
    for (const { value: member } of elements) {
      yield buildDocument(fields.map(({ name, value }) => [name, name === only ? member : value]));
    }
    return;
  }
  for (const [index, element] of elements.entries()) {
    yield indexed(setField(doc, path, element.value), longValue(BigInt(index)));
  }
}

/** `$unwind`: one document for every member of an array. A path through arrays holds no array and is left as it is. */
export function compileUnwind(spec: RawValue): Stage {
  const unwind = parse(spec);
  const read = parsePath(unwind.path);
  const names = unwind.path.split('.');
  return perDocument(
    '$unwind',
    () => (doc) => {
      const parent = readPath(asValue(doc), read.slice(0, -1));
      const value = parent?.type === BsonType.object ? readPath(asValue(doc), read) : undefined;
      return unwound(doc, unwind, names, value);
    },
    { paths: unwind.indexField ? [unwind.path, unwind.indexField] : [unwind.path] },
  );
}
