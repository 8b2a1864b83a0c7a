import { defineModel } from '../../platform/database/index.ts';
import type { FileForm } from './domain/detect.ts';
import type { Preview } from './domain/preview.ts';

/**
 * An import on its way: `reading` makes the preview, `asking` waits for the day or agent of all rows, `ready` for the
 * person's yes, `applying` and `undoing` write.
 * Whoever works renews `leaseUntil`; past it another process goes on.
 */
export interface ImportFields {
  _id: string;
  /** Of the submission or message: giving the same file twice in one act starts one import. */
  key: string;
  by: string;
  fileName: string;
  /** Slack's address of the file. */
  url: string;
  /** One value for all rows of a file that lacks the column. */
  day: string | null;
  agent: string | null;
  state:
    | 'reading'
    | 'asking'
    | 'ready'
    | 'applying'
    | 'applied'
    | 'cancelled'
    | 'undoing'
    | 'undone'
    | 'failed';
  /** From Apply or Take back until that is done; one import of a workspace at a time. */
  writing: boolean;
  leaseUntil: Date;
  tries: number;
  form: FileForm | null;
  preview: Preview | null;
  /** What a file without that column needs to know. */
  asks: ('day' | 'agent')[];
  /** Rows written so far. */
  written: number;
  /** Why it failed, for its person. */
  fault: string | null;
  message: { channel: string; ts: string } | null;
  createdAt: Date;
}

export const importModel = defineModel<ImportFields>(
  'imports',
  {
    _id: { type: String, required: true },
    key: { type: String, required: true },
    by: { type: String, required: true },
    fileName: { type: String, required: true },
    url: { type: String, required: true },
    day: { type: String, default: null },
    agent: { type: String, default: null },
    state: { type: String, required: true },
    writing: { type: Boolean, default: false },
    leaseUntil: { type: Date, required: true },
    tries: { type: Number, default: 0 },
    form: { type: Object, default: null },
    preview: { type: Object, default: null },
    asks: { type: [String], default: [] },
    written: { type: Number, default: 0 },
    fault: { type: String, default: null },
    message: { type: Object, default: null },
    createdAt: { type: Date, required: true },
  },
  [
    { keys: { workspace: 1, key: 1 }, unique: true, serves: 'one import per act' },
    { keys: { workspace: 1, state: 1, leaseUntil: 1 }, serves: 'the sweep: imports to be worked on' },
    {
      keys: { workspace: 1, writing: 1 },
      unique: true,
      partialFilterExpression: { writing: true },
      serves: 'one import writes at a time',
    },
  ],
);

/** What a batch of an import replaced, written before it, so that the import can be taken back whole. */
export interface UndoFields {
  importId: string;
  batch: number;
  rows: UndoRow[];
}

/** What a row of an import replaced, and by what. */
export interface UndoRow {
  day: string;
  agent: string;
  /** False where the import made the row. */
  existed: boolean;
  before: Record<string, number | null>;
  after: Record<string, number | null>;
  /** Leaders of the day that were replaced. */
  leaders: Partial<
    Record<'teamLeader' | 'supervisor', { before: string | null; after: string | null }>
  > | null;
}

export const undoModel = defineModel<UndoFields>(
  'import_undo',
  {
    importId: { type: String, required: true },
    batch: { type: Number, required: true },
    rows: { type: [Object], required: true },
  },
  [
    {
      keys: { workspace: 1, importId: 1, batch: 1 },
      unique: true,
      serves: 'what a batch replaced is kept once; taking an import back',
    },
  ],
);

/** A name of an import and whom it means; null keeps it a name. */
export const aliasModel = defineModel<{ alias: string; userId: string | null }>(
  'agent_aliases',
  { alias: { type: String, required: true }, userId: { type: String, default: null } },
  [{ keys: { workspace: 1, alias: 1 }, unique: true, serves: 'whom a name in an import means' }],
);
