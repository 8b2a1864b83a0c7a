import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { NotAllowed, UserError } from '../../../platform/errors.ts';
import { assertCan, can, getPerson } from '../../people/index.ts';
import { type Insights, insightsOf } from '../domain/insights.ts';
import { customerKey, type SessionRecord } from '../domain/record.ts';
import { type SessionFields, sessionModel } from '../model.ts';

/** Records on one page of the report. */
const reportPage = 10;

type By = { workspace: string; by: string };

/** A page of the records, newest first: a lead's of everyone, else the own ones. `more` tells whether another follows. */
export async function sessionReport(
  desk: Desk,
  { workspace, by, page }: By & { page: number },
): Promise<{ records: SessionFields[]; more: boolean }> {
  const person = await getPerson(desk, { workspace, userId: by });
  assertCan(person, 'session.log');
  const own = can(person, 'stats.team') ? {} : { by };
  const found = await sessionModel(desk.database)
    .find({ workspace, ...own })
    .sort({ at: -1 })
    .skip(page * reportPage)
    .limit(reportPage + 1)
    .lean<SessionFields[]>();
  return { records: found.slice(0, reportPage), more: found.length > reportPage };
}

/** What the records of a span (start included, end not) say. */
export async function sessionInsights(
  desk: Desk,
  { workspace, by, from, to }: By & { from: Date; to: Date },
): Promise<Insights> {
  assertCan(await getPerson(desk, { workspace, userId: by }), 'session.log');
  const records = await sessionModel(desk.database)
    .find({ workspace, at: trusted({ $gte: from, $lt: to }) })
    .sort({ at: 1 })
    .lean<SessionFields[]>();
  return insightsOf(records);
}

/** A record that the person may change. @throws UserError, NotAllowed */
export async function ownSession(
  desk: Desk,
  { workspace, by, id }: By & { id: string },
): Promise<SessionFields> {
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

/** Deletes a record. */
export async function deleteSession(desk: Desk, request: By & { id: string }): Promise<void> {
  await ownSession(desk, request);
  await sessionModel(desk.database).deleteOne({ workspace: request.workspace, _id: request.id });
}
