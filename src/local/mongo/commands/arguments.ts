import type { Long } from 'bson';
import { badValue, MongoError, typeMismatch } from '../errors.ts';
import { toNumber } from '../values/number.ts';
import { BsonType, elements, type RawDocument, type RawValue, subdocument, toJs } from '../values/raw.ts';
import { typeName } from '../values/type-name.ts';

/** The fields of a command (or of a document inside it), read with MongoDB's checks of types. */
export class Arguments {
  readonly fields: ReadonlyMap<string, RawValue>;
  /** What the fields belong to, for messages: `find`, `update.updates`. */
  readonly owner: string;

  constructor(owner: string, document: RawDocument) {
    const fields = new Map<string, RawValue>();
    for (const { name, value } of elements(document)) {
      if (fields.has(name)) throw new MongoError(40413, `BSON field '${owner}.${name}' is a duplicate field`);
      fields.set(name, value);
    }
    this.fields = fields;
    this.owner = owner;
  }

  /** Refuses every field that is neither in `known` nor passes `isKnown` (code 40415). */
  refuseUnknown(known: ReadonlySet<string>, isKnown: (name: string) => boolean = () => false): void {
    for (const name of this.fields.keys()) {
      if (!known.has(name) && !isKnown(name)) {
        throw new MongoError(40415, `BSON field '${this.owner}.${name}' is an unknown field.`);
      }
    }
  }

  /** The value, unless it is absent or null, which MongoDB takes for absent. */
  value(name: string): RawValue | undefined {
    const value = this.fields.get(name);
    return value === undefined || value.type === BsonType.null || value.type === BsonType.undefined
      ? undefined
      : value;
  }

  string(name: string): string | undefined {
    const value = this.#typed(name, BsonType.string);
    return (
      value &&
      Buffer.from(value.bytes.buffer, value.bytes.byteOffset).toString('utf8', value.start + 4, value.end - 1)
    );
  }

  /** The collection a command is about, which its first field names. Error 73 for a name that none can have. */
  collection(): string {
    const name = this.required(this.owner, this.string(this.owner));
    if (name === '' || name.startsWith('.') || name.includes('\0')) {
      throw new MongoError(73, `Invalid namespace specified '${this.string('$db') ?? ''}.${name}'`);
    }
    return name;
  }

  boolean(name: string): boolean | undefined {
    const value = this.value(name);
    if (!value) return undefined;
    if (value.type === BsonType.boolean) return value.bytes[value.start] === 1;
    const number = toNumber(value);
    if (number === undefined) throw this.#wrong(name, value, "'[bool, long, int, decimal, double]'");
    return number !== 0;
  }

  /** A whole number. Fractions are cut, as MongoDB does. */
  integer(name: string): number | undefined {
    const value = this.value(name);
    if (!value) return undefined;
    const number = toNumber(value);
    if (number === undefined) throw this.#wrong(name, value, "'[long, int, decimal, double]'");
    return Math.trunc(number) || 0;
  }

  /** A whole number without a fraction (2 otherwise). */
  whole(name: string): number | undefined {
    const value = this.value(name);
    const number = this.integer(name);
    if (value && toNumber(value) !== number) throw badValue(`${name} has non-integral value`);
    return number;
  }

  /** A whole number of zero or more (code 51024 otherwise, as MongoDB's command parser gives it). */
  count(name: string): number | undefined {
    const number = this.integer(name);
    if (number !== undefined && number < 0) {
      throw new MongoError(51024, `BSON field '${name}' value must be >= 0, actual value '${number}'`);
    }
    return number;
  }

  /** A 64-bit number, such as the id of a cursor. */
  long(name: string): bigint | undefined {
    const value = this.value(name);
    if (!value) return undefined;
    if (value.type !== BsonType.long) throw this.#wrong(name, value, "'long'");
    return (toJs(value) as Long).toBigInt();
  }

  document(name: string): RawDocument | undefined {
    const value = this.#typed(name, BsonType.object);
    return value && subdocument(value);
  }

  /** The values of an array. */
  array(name: string): RawValue[] | undefined {
    const value = this.#typed(name, BsonType.array);
    return value && elements(value.bytes, value.start).map((element) => element.value);
  }

  /** An array of nothing but documents. */
  documents(name: string): RawDocument[] | undefined {
    return this.array(name)?.map((value, index) => {
      if (value.type !== BsonType.object) throw this.#wrong(`${name}.${index}`, value, "'object'");
      return subdocument(value);
    });
  }

  /** What `read` found, or MongoDB's error for a field that has to be there. */
  required<T>(name: string, found: T | undefined): T {
    if (found === undefined) {
      throw new MongoError(40414, `BSON field '${this.owner}.${name}' is missing but a required field`);
    }
    return found;
  }

  #typed(name: string, type: number): RawValue | undefined {
    const value = this.value(name);
    if (value && value.type !== type) throw this.#wrong(name, value, `'${typeName(type)}'`);
    return value;
  }

  #wrong(name: string, value: RawValue, expected: string): MongoError {
    return typeMismatch(
      `BSON field '${this.owner}.${name}' is the wrong type '${typeName(value.type)}', expected type ${expected}`,
    );
  }
}
