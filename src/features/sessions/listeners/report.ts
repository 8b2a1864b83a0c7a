import type { Desk } from '../../../platform/desk.ts';
import { FieldErrors, UserError } from '../../../platform/errors.ts';
import type {
  ActionContext,
  CommandContext,
  InteractionContext,
  SubmissionAnswer,
  SubmissionContext,
} from '../../../platform/slack/index.ts';
import type { SessionFields } from '../model.ts';
import { askForInsights } from '../service/insights.ts';
import {
  changeSession,
  deleteSession,
  ownSession,
  restoreSession,
  sessionReport,
} from '../service/report.ts';
import { recordOf } from '../views/inputs.ts';
import { type editModal, editView, reportModal, reportView } from '../views/report.ts';

const usualDays = 30;
const mostDays = 366;

/** `/session report` lists the records. */
export const onReport = (desk: Desk) => async (c: InteractionContext) => {
  await c.openModal(await page(desk, c, 0));
};

/** Another page of the list. */
export const onTurn = (desk: Desk) => async (c: ActionContext) => {
  const view = await page(desk, c, Math.max(0, Number(c.value) || 0));
  await c.ack();
  if (c.view) await c.client.views.update({ view_id: c.view.id, view });
};

/** Edit opens the record's form over the list. */
export const onEdit = (desk: Desk) => async (c: ActionContext) => {
  const record = await ownSession(desk, { workspace: c.workspace, by: c.userId, id: c.value });
  if (!c.view) return;
  await c.openModal(editView(record, { listView: c.view.id, page: reportModal.meta(c.view).page }));
};

/** The form was saved; the list below shows it. */
export const onEdited =
  (desk: Desk) =>
  async (
    c: SubmissionContext,
    {
      meta,
      fields,
    }: { meta: ReturnType<(typeof editModal)['meta']>; fields: ReturnType<(typeof editModal)['fields']> },
  ): Promise<SubmissionAnswer | undefined> => {
    const record = recordOf(fields);
    if ('errors' in record) throw new FieldErrors(record.errors);
    await changeSession(desk, { workspace: c.workspace, by: c.userId, id: meta.id, record });
    await c.client.views.update({ view_id: meta.listView, view: await page(desk, c, meta.page) });
    return undefined;
  };

/** Delete, after the question; the list then offers to undo it. */
export const onRemove = (desk: Desk) => async (c: ActionContext) => {
  const deleted = await deleteSession(desk, { workspace: c.workspace, by: c.userId, id: c.value });
  await redraw(desk, c, deleted);
};

/** Undo of a deletion. */
export const onRestore = (desk: Desk) => async (c: ActionContext) => {
  await restoreSession(desk, { workspace: c.workspace, by: c.userId, id: c.value });
  await redraw(desk, c);
};

async function redraw(desk: Desk, c: ActionContext, deleted?: SessionFields): Promise<void> {
  if (!c.view) return;
  const view = await page(desk, c, reportModal.meta(c.view).page, deleted);
  await c.ack();
  await c.client.views.update({ view_id: c.view.id, view });
}

/** `/session insights [days]` sends picture and text to the asker. */
export const onInsights = (desk: Desk) => async (c: CommandContext) => {
  const days = c.args === '' ? usualDays : Number(c.args);
  if (!(Number.isInteger(days) && days >= 1 && days <= mostDays))
    throw new UserError(`Name a number of days from 1 to ${mostDays}, such as /session insights 30.`);
  await c.ack();
  await askForInsights(desk, { workspace: c.workspace, by: c.userId, days, key: c.key });
  await c.respond('The insights are in your messages with the app.');
};

async function page(desk: Desk, c: InteractionContext, number: number, deleted?: SessionFields) {
  const shown = await sessionReport(desk, { workspace: c.workspace, by: c.userId, page: number });
  return reportView(shown, { page: number, ...(deleted ? { deleted } : {}) });
}
