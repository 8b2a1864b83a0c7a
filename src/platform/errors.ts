import { customAlphabet } from 'nanoid';

/** A mistake the person can mend. `message` is shown to them as it is; `field` is the modal field it belongs beside. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  readonly field: string | undefined;
  constructor(message: string, options: { field?: string } = {}) {
    super(message);
    this.field = options.field;
  }
}

/** The person may not do this; the message says what is missing. */
export class NotAllowed extends UserError {
  override readonly name = 'NotAllowed';
}

/** Several modal fields are wrong at once: field name → message shown beside it. */
export class FieldErrors extends UserError {
  override readonly name = 'FieldErrors';
  readonly fields: Record<string, string>;
  constructor(fields: Record<string, string>) {
    super(Object.values(fields).join(' '));
    this.fields = fields;
  }
}

/** The process cannot start; each problem names a variable or a part and says what to do. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
  readonly problems: string[];
  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** Four characters without look-alikes: short enough to read aloud, long enough to find one fault in a day's log. */
const referenceAlphabet = customAlphabet('23456789ABCDEFGHJKLMNPQRSTUVWXYZ', 4);

/** A fresh reference number such as `7F3K`, shown to the person and written in the log beside the whole story. */
export function newReference(): string {
  return referenceAlphabet();
}

/** What a person reads when a fault is ours. */
export function faultMessage(reference: string): string {
  return `That did not work. Please try again; what you typed was not lost if it is still on your screen. Reference ${reference}.`;
}

/** True for MongoDB's duplicate key error (code 11000), the way a unique index says "already there". */
export function isDuplicateKey(error: unknown): boolean {
  return typeof error === 'object' && error !== null && (error as { code?: unknown }).code === 11000;
}
