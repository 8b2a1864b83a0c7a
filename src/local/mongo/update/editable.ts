import { onDemand } from 'bson';
import { MongoError } from '../errors.ts';
import { BsonType, NULL_VALUE, type RawDocument, type RawValue } from '../values/raw.ts';

/** MongoDB's limit on the nulls that a write beyond the end of an array may add (`kMaxPaddingAllowed`). */
const MAX_PADDING = 1_500_000;
const POSITION = /^\d+$/;

/** A field, or an element of an array, whose name is then its position. */
interface Entry {
  name: string;
  value: RawValue;
  /** Where the element begins in the source, type byte first; -1 for a new one. */
  head: number;
  child: Editable | undefined;
}

/** A document or an array whose elements may be changed; those that are not are copied byte for byte. */
export class Editable {
  readonly type: number;
  readonly entries: Entry[] = [];
  readonly #bytes: Uint8Array;
  readonly #parent: Editable | undefined;
  #changed = false;

  constructor(value: RawValue, parent?: Editable) {
    this.type = value.type;
    this.#bytes = value.bytes;
    this.#parent = parent;
    const { toUTF8 } = onDemand.ByteUtils;
    for (const [type, nameOffset, nameLength, start, length] of onDemand.parseToElements(
      value.bytes,
      value.start,
    )) {
      this.entries.push({
        name: toUTF8(value.bytes, nameOffset, nameOffset + nameLength, false),
        value: { type, bytes: value.bytes, start, end: start + length },
        head: nameOffset - 1,
        child: undefined,
      });
    }
  }

  get changed(): boolean {
    return this.#changed;
  }

  /** The place of a field, or of a position in an array; -1 when there is none. */
  find(name: string): number {
    if (this.type !== BsonType.array) return this.entries.findIndex((entry) => entry.name === name);
    return POSITION.test(name) && Number(name) < this.entries.length ? Number(name) : -1;
  }

  /** The value of a field as it is now. */
  valueAt(place: number): RawValue {
    const { child, value } = this.entries[place] as Entry;
    return child?.changed ? child.toValue() : value;
  }

  /** The document or array in a field; undefined when the field holds something else. */
  childAt(place: number): Editable | undefined {
    const entry = this.entries[place] as Entry;
    const { type } = entry.value;
    if (!entry.child && (type === BsonType.object || type === BsonType.array))
      entry.child = new Editable(entry.value, this);
    return entry.child;
  }

  #touch(): void {
    for (let at: Editable | undefined = this; at && !at.#changed; at = at.#parent) at.#changed = true;
  }

  replace(place: number, value: RawValue): void {
    const entry = this.entries[place] as Entry;
    this.entries[place] = { name: entry.name, value, head: -1, child: undefined };
    this.#touch();
  }

  /** Removes a field; an element of an array becomes null, so that the others keep their positions. */
  remove(place: number): void {
    if (this.type === BsonType.array) {
      if (this.valueAt(place).type !== BsonType.null) this.replace(place, NULL_VALUE);
    } else {
      this.entries.splice(place, 1);
      this.#touch();
    }
  }

  /** Whether a field of this name could be added. */
  accepts(name: string): boolean {
    return this.type !== BsonType.array || POSITION.test(name);
  }

  /** Adds a field at the end; in an array nulls fill up what lies before the position. */
  add(name: string, value: RawValue): void {
    if (this.type === BsonType.array) {
      const missing = Number(name) - this.entries.length;
      if (missing > MAX_PADDING)
        throw new MongoError(15891, `can't backfill more than ${MAX_PADDING} elements`);
      for (let i = 0; i < missing; i++) this.#push(NULL_VALUE, String(this.entries.length));
    }
    this.#push(value, name);
    this.#touch();
  }

  #push(value: RawValue, name: string): void {
    this.entries.push({ name, value, head: -1, child: undefined });
  }

  /** Puts a field before all others. */
  moveToFront(name: string): void {
    const place = this.find(name);
    if (place <= 0) return;
    this.entries.unshift(...this.entries.splice(place, 1));
    this.#touch();
  }

  toValue(): RawValue {
    const bytes = this.toDocument();
    return { type: this.type, bytes, start: 0, end: bytes.length };
  }

  /** The bytes with all changes: runs of untouched elements are copied at once. */
  toDocument(): RawDocument {
    let length = 5;
    for (const entry of this.entries) {
      if (entry.child?.changed) {
        entry.value = entry.child.toValue();
        entry.head = -1;
        entry.child = undefined;
      }
      const { value, head, name } = entry;
      length += head >= 0 ? value.end - head : 2 + Buffer.byteLength(name) + value.end - value.start;
    }
    const doc = Buffer.allocUnsafe(length);
    doc.writeInt32LE(length, 0);
    let at = 4;
    for (let place = 0; place < this.entries.length; place++) {
      const { value, head, name } = this.entries[place] as Entry;
      if (head < 0) {
        doc[at] = value.type;
        at += 1 + doc.write(name, at + 1);
        doc[at] = 0;
        doc.set(value.bytes.subarray(value.start, value.end), at + 1);
        at += 1 + value.end - value.start;
        continue;
      }
      let end = value.end;
      while (this.entries[place + 1]?.head === end) end = (this.entries[++place] as Entry).value.end;
      doc.set(this.#bytes.subarray(head, end), at);
      at += end - head;
    }
    doc[at] = 0;
    return doc;
  }
}
