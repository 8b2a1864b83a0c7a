import { nanoid } from 'nanoid';
import { defineModel, trusted } from '../../platform/database/index.ts';
import type { Desk } from '../../platform/desk.ts';
import { UserError } from '../../platform/errors.ts';
import { overlap } from './domain/changed-part.ts';

/** What managers and owners change beside tickets. */
export type AuditKind = 'settings' | 'person' | 'sla' | 'digest' | 'preset';

/** One change: who, when, what it was and what it became. */
export type AuditEntry = {
  _id: string;
  at: Date;
  by: string;
  kind: AuditKind;
  /** What was changed: a person's id, or the part of the settings. */
  subject: string;
  /** One line for people. */
  summary: string;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  undoneBy: string | null;
};

const auditModel = defineModel<AuditEntry>(
  'audit',
  {
    _id: { type: String, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    kind: { type: String, required: true },
    subject: { type: String, required: true },
    summary: { type: String, required: true },
    before: { type: Object, required: true },
    after: { type: Object, required: true },
    undoneBy: { type: String, default: null },
  },
  [
    { keys: { workspace: 1, at: -1 }, serves: 'the audit log, newest first, and its export by day' },
    { keys: { workspace: 1, kind: 1, subject: 1, at: 1 }, serves: 'what was changed again since' },
  ],
);

/** Puts back what an entry says was before. */
type Undo = (workspace: string, entry: AuditEntry, by: string) => Promise<void>;

const undosByDesk = new WeakMap<Desk, Map<AuditKind, Undo>>();

/** Says how changes of a kind are taken back. */
export function registerUndo(desk: Desk, kind: AuditKind, undo: Undo): void {
  const undos = undosByDesk.get(desk) ?? new Map<AuditKind, Undo>();
  undosByDesk.set(desk, undos.set(kind, undo));
}

/** Writes a change down, after it was made. */
export async function recordAudit(
  desk: Desk,
  workspace: string,
  change: Pick<AuditEntry, 'by' | 'kind' | 'subject' | 'summary' | 'before' | 'after'>,
): Promise<void> {
  await auditModel(desk.database).create({
    ...change,
    workspace,
    _id: nanoid(),
    at: desk.clock.now(),
    undoneBy: null,
  });
}

/** Changes in a span of time (start included, end not), newest first. */
export async function auditBetween(
  desk: Desk,
  given: { workspace: string; from: Date; to: Date; skip?: number; limit?: number },
): Promise<AuditEntry[]> {
  const { workspace, from, to, skip = 0, limit = 100 } = given;
  return auditModel(desk.database)
    .find({ workspace, at: trusted({ $gte: from, $lt: to }) })
    .sort({ at: -1 })
    .skip(skip)
    .limit(limit)
    .lean<AuditEntry[]>();
}

/** Changes in a span of time (start included, end not), oldest first, one after the other. */
export function eachAudit(
  desk: Desk,
  { workspace, from, to }: { workspace: string; from: Date; to: Date },
): AsyncIterable<AuditEntry> {
  return auditModel(desk.database)
    .find({ workspace, at: trusted({ $gte: from, $lt: to }) })
    .sort({ at: 1 })
    .lean<AuditEntry>()
    .cursor({ batchSize: 1_000 });
}

/**
 * Takes a change back, once; the entry stays and says by whom.
 * @throws UserError when it is gone or was taken back before, or when the same was changed again since.
 */
export async function undoChange(
  desk: Desk,
  { workspace, entryId, by }: { workspace: string; entryId: string; by: string },
): Promise<AuditEntry> {
  const Audit = auditModel(desk.database);
  const entry = await Audit.findOneAndUpdate(
    { workspace, _id: entryId, undoneBy: null },
    { $set: { undoneBy: by } },
  ).lean<AuditEntry>();
  if (!entry) throw new UserError('This change was taken back already.');
  try {
    await assertUntouched(desk, workspace, entry);
    await undosByDesk.get(desk)?.get(entry.kind)?.(workspace, entry, by);
  } catch (error) {
    await Audit.updateOne({ workspace, _id: entryId }, { $set: { undoneBy: null } });
    throw error;
  }
  return entry;
}

/** @throws UserError when a later change that still stands is about the same. */
async function assertUntouched(desk: Desk, workspace: string, entry: AuditEntry): Promise<void> {
  const { kind, subject, at } = entry;
  const later = auditModel(desk.database)
    .find({ workspace, kind, subject, at: trusted({ $gte: at }), undoneBy: null })
    .sort({ at: 1 })
    .lean<AuditEntry>()
    .cursor();
  for await (const change of later)
    if (change._id !== entry._id && overlap(entry, change))
      throw new UserError(
        `This was changed again since (“${change.summary}”). Take the later change back first.`,
      );
}
