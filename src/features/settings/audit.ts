import { nanoid } from 'nanoid';
import { defineModel, trusted } from '../../platform/database/index.ts';
import type { Desk } from '../../platform/desk.ts';
import { UserError } from '../../platform/errors.ts';
import { perDesk } from '../../platform/per-desk.ts';
import { overlap, wasMade } from './domain/changed-part.ts';

/** After so long the process that makes a change, or takes one back, is dead. */
const deadMilliseconds = 30_000;

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
  /** Real time since which the change, or taking it back, is under way; absent when it is done. */
  openSince?: Date;
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
    openSince: Date,
  },
  [
    { keys: { workspace: 1, at: -1 }, serves: 'the audit log, newest first, and its export by day' },
    { keys: { workspace: 1, kind: 1, subject: 1, at: 1 }, serves: 'what was changed again since' },
    {
      keys: { workspace: 1, openSince: 1 },
      partialFilterExpression: { openSince: { $exists: true } },
      serves: 'the net: changes that a kill may have cut off',
    },
  ],
);

/** What the log must know of a kind of change. */
type Audited = {
  /** Puts back what an entry says was before. @throws UserError when that cannot be. */
  undo(workspace: string, entry: AuditEntry, by: string): Promise<void>;
  /** What the entry is about, as it is now: at least the fields that the entry names. */
  now(workspace: string, entry: AuditEntry): Promise<Record<string, unknown>>;
};

const auditedOfDesk = perDesk(() => new Map<AuditKind, Audited>());

/** Says how changes of a kind are read and taken back. */
export function registerAudited(desk: Desk, kind: AuditKind, audited: Audited): void {
  auditedOfDesk(desk).set(kind, audited);
}

function auditedOf(desk: Desk, kind: AuditKind): Audited {
  const audited = auditedOfDesk(desk).get(kind);
  if (!audited) throw new Error(`no part of the desk knows how to take back a change of ${kind}`);
  return audited;
}

/**
 * Makes a change and writes it down: its line first, then the change, then that it was made. The line of a process that
 * was killed in between is kept or dropped by `finishAudit` (docs/steps.md).
 */
export async function audit(
  desk: Desk,
  workspace: string,
  change: Pick<AuditEntry, 'by' | 'kind' | 'subject' | 'summary' | 'before' | 'after'>,
  make: () => Promise<unknown>,
): Promise<void> {
  const Audit = auditModel(desk.database);
  const line = { ...change, workspace, _id: nanoid(), at: desk.clock.now(), undoneBy: null };
  await Audit.create({ ...line, openSince: new Date() });
  try {
    await make();
  } catch (error) {
    // Any other error may come after the change: a lost answer of the database, for one.
    if (error instanceof UserError) await Audit.deleteOne({ workspace, _id: line._id });
    throw error;
  }
  const { matchedCount } = await Audit.updateOne({ workspace, _id: line._id }, { $unset: { openSince: '' } });
  if (matchedCount === 0) await Audit.create(line);
}

/** Changes in a span of time (start included, end not), newest first. */
export async function auditBetween(
  desk: Desk,
  given: { workspace: string; from: Date; to: Date; skip?: number; limit?: number },
): Promise<AuditEntry[]> {
  const { workspace, from, to, skip = 0, limit = 100 } = given;
  return auditModel(desk.database)
    .find({ workspace, at: trusted({ $gte: from, $lt: to }), openSince: null })
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
    .find({ workspace, at: trusted({ $gte: from, $lt: to }), openSince: null })
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
    { workspace, _id: entryId, undoneBy: null, openSince: null },
    { $set: { undoneBy: by, openSince: new Date() } },
  ).lean<AuditEntry>();
  if (!entry) throw new UserError('This change was taken back already.');
  try {
    await assertUntouched(desk, workspace, entry);
    await takeBack(desk, workspace, entry, by);
  } catch (error) {
    await Audit.updateOne(
      { workspace, _id: entryId },
      { $set: { undoneBy: null }, $unset: { openSince: '' } },
    );
    throw error;
  }
  return entry;
}

async function takeBack(desk: Desk, workspace: string, entry: AuditEntry, by: string): Promise<void> {
  await auditedOf(desk, entry.kind).undo(workspace, entry, by);
  await auditModel(desk.database).updateOne({ workspace, _id: entry._id }, { $unset: { openSince: '' } });
}

/** @throws UserError when a later change that still stands is about the same. */
async function assertUntouched(desk: Desk, workspace: string, entry: AuditEntry): Promise<void> {
  for (const change of await laterThan(desk, workspace, entry))
    if (change.undoneBy === null && overlap(entry, change))
      throw new UserError(
        `This was changed again since (“${change.summary}”). Take the later change back first.`,
      );
}

/** Later changes of the same thing, oldest first. */
async function laterThan(desk: Desk, workspace: string, entry: AuditEntry): Promise<AuditEntry[]> {
  const { _id, kind, subject, at } = entry;
  const later = await auditModel(desk.database)
    .find({ workspace, kind, subject, at: trusted({ $gte: at }) })
    .sort({ at: 1 })
    .lean<AuditEntry[]>();
  return later.filter((change) => change._id !== _id);
}

/**
 * The net under changes that a kill may have cut off: a line whose change was made is kept, one whose change was not is
 * dropped, and what was being taken back is taken back.
 */
export async function finishAudit(desk: Desk, workspace: string): Promise<void> {
  const Audit = auditModel(desk.database);
  const dead = new Date(Date.now() - deadMilliseconds);
  const open = await Audit.find({ workspace, openSince: trusted({ $lte: dead }) }).lean<AuditEntry[]>();
  for (const entry of open) {
    const line = { workspace, _id: entry._id };
    const now = await auditedOf(desk, entry.kind).now(workspace, entry);
    const isMade = wasMade(entry, await laterThan(desk, workspace, entry), now);
    if (!isMade && entry.undoneBy === null) await Audit.deleteOne(line);
    else if (isMade && entry.undoneBy !== null) await takeBack(desk, workspace, entry, entry.undoneBy);
    else await Audit.updateOne(line, { $unset: { openSince: '' } });
  }
}
