import { defineModel } from '../../platform/database/index.ts';
import type { SessionRecord } from './domain/record.ts';

/** A stored record. */
export interface SessionFields extends SessionRecord {
  _id: string;
  customerKey: string;
  by: string;
  at: Date;
  /** Of the submission and the record's place in it: saving twice stores once. */
  key: string;
  /** Set when the record was deleted: until then it can be brought back. */
  expireAt: Date | null;
}

/** Records with the names of those who logged them, by user id. */
export interface NamedRecords {
  records: readonly SessionFields[];
  names: ReadonlyMap<string, string>;
}

export const sessionModel = defineModel<SessionFields>(
  'sessions',
  {
    _id: { type: String, required: true },
    customer: { type: String, required: true },
    customerKey: { type: String, required: true },
    region: { type: String, required: true },
    sessions: { type: Number, required: true },
    source: { type: String, required: true },
    destination: { type: String, required: true },
    minutes: { type: Number, default: null },
    observation: { type: String, default: null },
    by: { type: String, required: true },
    at: { type: Date, required: true },
    key: { type: String, required: true },
    expireAt: { type: Date, default: null },
  },
  [
    { keys: { workspace: 1, key: 1 }, unique: true, serves: 'a record of a submission is stored once' },
    { keys: { workspace: 1, customerKey: 1, at: -1 }, serves: 'whether a customer is on file already' },
    { keys: { workspace: 1, at: -1, _id: -1 }, serves: 'report, insights and export of a span, in order' },
    { keys: { workspace: 1, by: 1, at: -1, _id: -1 }, serves: 'report and insights of one person' },
    { keys: { expireAt: 1 }, expireAfterSeconds: 0, serves: 'deleted records are dropped after a day' },
  ],
);

/** A text that waits for its writer to say what becomes of it. */
export interface IntakeFields {
  _id: string;
  text: string;
  by: string;
  expireAt: Date;
}

export const intakeModel = defineModel<IntakeFields>(
  'session_intakes',
  {
    _id: { type: String, required: true },
    text: { type: String, required: true },
    by: { type: String, required: true },
    expireAt: { type: Date, required: true },
  },
  [
    {
      keys: { expireAt: 1 },
      expireAfterSeconds: 0,
      serves: 'texts nobody confirmed are dropped after a day',
    },
  ],
);
