import { createHash } from 'node:crypto';
import { nanoid } from 'nanoid';
import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey, NotAllowed, UserError } from '../../../platform/errors.ts';
import { assertCan, can, getPerson } from '../../people/index.ts';
import { customerKey, type SessionRecord } from '../domain/record.ts';
import { type IntakeFields, intakeModel, type SessionFields, sessionModel } from '../model.ts';

/** What becomes of records whose customer is on file already: one choice for a whole paste (docs/rules/sessions.md). */
type DuplicateChoice = 'keep' | 'replace' | 'skip';

/** How many records became what. */
export interface LogResult {
  saved: number;
  replaced: number;
  skipped: number;
}

type By = { workspace: string; by: string };

/** The latest earlier record of each customer that is on file, by customer key; not those of the submission `key`. */
export async function earlierRecords(
  desk: Desk,
  workspace: string,
  records: readonly SessionRecord[],
  key?: string,
): Promise<Map<string, SessionFields>> {
  const keys = [...new Set(records.map(({ customer }) => customerKey(customer)))];
  if (keys.length === 0) return new Map();
  const found = await sessionModel(desk.database)
    .find({ workspace, customerKey: trusted({ $in: keys }), expireAt: null })
    .sort({ at: 1 })
    .lean<SessionFields[]>();
  return new Map(
    found
      .filter((record) => key === undefined || !record.key.startsWith(`${key} `))
      .map((record) => [record.customerKey, record]),
  );
}

/**
 * Stores records. `key` names the submission: a second try stores nothing again.
 * @throws NotAllowed when a record of someone else would be replaced without the role.
 */
export async function logSessions(
  desk: Desk,
  request: By & { key: string; records: readonly SessionRecord[]; duplicates: DuplicateChoice },
): Promise<LogResult> {
  const { workspace, by, key, records, duplicates } = request;
  const person = await getPerson(desk, { workspace, userId: by });
  assertCan(person, 'session.log');
  const onFile = await earlierRecords(desk, workspace, records, key);
  if (duplicates === 'replace' && !can(person, 'session.replaceOfOthers')) {
    const others = [...onFile.values()].find((record) => record.by !== by);
    if (others)
      throw new NotAllowed(
        `“${others.customer}” was logged by someone else. A lead can replace it; you can keep both or skip.`,
        { field: 'duplicates' },
      );
  }
  const result = { saved: 0, replaced: 0, skipped: 0 };
  for (const [index, record] of records.entries()) {
    const known = onFile.get(customerKey(record.customer));
    if (known && duplicates === 'skip') result.skipped += 1;
    else if (known && duplicates === 'replace') {
      await overwrite(desk, { workspace, by }, known._id, record);
      // A second record of the same customer in this paste is one more, not a correction of the first.
      onFile.delete(customerKey(record.customer));
      result.replaced += 1;
    } else {
      await store(desk, { workspace, by, key: `${key} ${index}`, record });
      result.saved += 1;
    }
  }
  return result;
}

/** Keeps a text until its writer has decided; the id is made from who and what, so a second try keeps one. */
export async function keepText(desk: Desk, { workspace, by, text }: By & { text: string }): Promise<string> {
  const id = createHash('sha256').update(`${workspace}\n${by}\n${text}`).digest('base64url');
  try {
    await intakeModel(desk.database).create({
      workspace,
      _id: id,
      by,
      text,
      expireAt: new Date(Date.now() + 86_400_000),
    });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  return id;
}

/** The kept text. @throws UserError when it is gone or someone else's. */
export async function keptText(desk: Desk, { workspace, by, id }: By & { id: string }): Promise<string> {
  const intake = await intakeModel(desk.database).findOne({ workspace, _id: id, by }).lean<IntakeFields>();
  if (!intake) throw new UserError('This text is no longer there. Paste it again with /session log.');
  return intake.text;
}

async function store(
  desk: Desk,
  { workspace, by, key, record }: By & { key: string; record: SessionRecord },
): Promise<void> {
  try {
    await sessionModel(desk.database).create({
      ...record,
      workspace,
      _id: nanoid(),
      customerKey: customerKey(record.customer),
      by,
      at: desk.clock.now(),
      key,
    });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

async function overwrite(
  desk: Desk,
  { workspace, by }: By,
  id: string,
  record: SessionRecord,
): Promise<void> {
  await sessionModel(desk.database).updateOne(
    { workspace, _id: id },
    { $set: { ...record, customerKey: customerKey(record.customer), by, at: desk.clock.now() } },
  );
}
