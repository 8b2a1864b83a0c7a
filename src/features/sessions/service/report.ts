import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { NotAllowed, UserError } from '../../../platform/errors.ts';
import { assertCan, can, findPeople, getPerson } from '../../people/index.ts';
import { type Insights, insightsOf } from '../domain/insights.ts';
import { customerKey, type SessionRecord } from '../domain/record.ts';
import { type NamedRecords, type SessionFields, sessionModel } from '../model.ts';

/** Records on one page of the report. */
const reportPage = 10;

type By = { workspace: string; by: string };

/** How long a deleted record can be brought back. */
const undoMilliseconds = 86_400_000;

/** Leads and up see everyone's records, others their own (docs/rules/sessions.md). */
async function seenBy(desk: Desk, { workspace, by }: By): Promise<{ expireAt: null; by?: string }> {
  const person = await getPerson(desk, { workspace, userId: by });
  assertCan(person, 'session.log');
  return can(person, 'stats.team') ? { expireAt: null } : { expireAt: null, by };
}

/** Finds the names of those who logged records. */
export async function named(
  desk: Desk,
  workspace: string,
  records: readonly SessionFields[],
): Promise<NamedRecords> {
  const people = await findPeople(desk, { workspace, userIds: records.map(({ by }) => by) });
  return { records, names: new Map(people.map(({ userId, name }) => [userId, name])) };
}

/** A page of the records that the person may see, newest first. `more` tells whether another follows. */
export async function sessionReport(
  desk: Desk,
  { workspace, by, page }: By & { page: number },
): Promise<NamedRecords & { more: boolean }> {
  const found = await sessionModel(desk.database)
    .find({ workspace, ...(await seenBy(desk, { workspace, by })) })
    .sort({ at: -1, _id: -1 })
    .skip(page * reportPage)
    .limit(reportPage + 1)
    .lean<SessionFields[]>();
  const shown = await named(desk, workspace, found.slice(0, reportPage));
  return { ...shown, more: found.length > reportPage };
}

/** What the records of a span (start included, end not) say, as far as the person may see them. */
export async function sessionInsights(
  desk: Desk,
  { workspace, by, from, to }: By & { from: Date; to: Date },
): Promise<{ insights: Insights; whose: 'everyone' | 'own' }> {
  const seen = await seenBy(desk, { workspace, by });
  const records = await sessionModel(desk.database)
    .find({ workspace, ...seen, at: trusted({ $gte: from, $lt: to }) })
    .sort({ at: 1, _id: 1 })
    .lean<SessionFields[]>();
  return { insights: insightsOf(records), whose: seen.by === undefined ? 'everyone' : 'own' };
}

/** Records logged in a span (start included, end not), oldest first, one after the other. */
export function eachSession(
  desk: Desk,
  { workspace, from, to }: { workspace: string; from: Date; to: Date },
): AsyncIterable<SessionFields> {
  return sessionModel(desk.database)
    .find({ workspace, expireAt: null, at: trusted({ $gte: from, $lt: to }) })
    .sort({ at: 1, _id: 1 })
    .lean<SessionFields>()
    .cursor({ batchSize: 1_000 });
}

/** A record that the person may change. @throws UserError, NotAllowed */
export async function ownSession(
  desk: Desk,
  { workspace, by, id }: By & { id: string },
): Promise<SessionFields> {
  const record = await findOwn(desk, { workspace, by, id });
  if (record.expireAt) throw new UserError('This record was deleted. Undo brings it back.');
  return record;
}

async function findOwn(desk: Desk, { workspace, by, id }: By & { id: string }): Promise<SessionFields> {
  const record = await sessionModel(desk.database).findOne({ workspace, _id: id }).lean<SessionFields>();
  if (!record) throw new UserError('This record is no longer there.');
  const person = await getPerson(desk, { workspace, userId: by });
  if (record.by !== by && !can(person, 'session.replaceOfOthers'))
    throw new NotAllowed('This record is someone else’s. A lead can change it.');
  return record;
}

/** Changes a record; who logged it and when stay. */
export async function changeSession(
  desk: Desk,
  request: By & { id: string; record: SessionRecord },
): Promise<void> {
  const { workspace, id, record } = request;
  await ownSession(desk, request);
  await sessionModel(desk.database).updateOne(
    { workspace, _id: id },
    { $set: { ...record, customerKey: customerKey(record.customer) } },
  );
}

/** Takes a record out of everything; for a day it can be brought back. Deleting it again is nothing. */
export async function deleteSession(desk: Desk, request: By & { id: string }): Promise<SessionFields> {
  const record = await findOwn(desk, request);
  await sessionModel(desk.database).updateOne(
    { workspace: request.workspace, _id: request.id, expireAt: null },
    { $set: { expireAt: new Date(Date.now() + undoMilliseconds) } },
  );
  return record;
}

/** Brings back a deleted record. @throws UserError when its day is over, NotAllowed for someone else's. */
export async function restoreSession(desk: Desk, request: By & { id: string }): Promise<void> {
  await findOwn(desk, request);
  await sessionModel(desk.database).updateOne(
    { workspace: request.workspace, _id: request.id },
    { $set: { expireAt: null } },
  );
}
