import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext } from '../../../platform/slack/index.ts';
import { getPerson } from '../../people/index.ts';
import { deleteDay, restoreDay, unlockDay } from '../service.ts';
import { deletedNotice, restoredNotice, unlockedNotice } from '../views/tables.ts';

/** Deletes what was logged for a day and offers to undo it. */
export const onRemove = (desk: Desk) => async (c: ActionContext) => {
  const request = requestOf(c);
  await deleteDay(desk, request);
  const { locale } = await getPerson(desk, { workspace: c.workspace, userId: c.userId });
  await c.ack();
  await c.respond(deletedNotice(request.day, request.userId, locale));
};

/** Undo of a deletion. */
export const onRestore = (desk: Desk) => async (c: ActionContext) => {
  const request = requestOf(c);
  await restoreDay(desk, request);
  const { locale } = await getPerson(desk, { workspace: c.workspace, userId: c.userId });
  await c.ack();
  await c.respond(restoredNotice(request.day, locale));
};

/** A lead opens a locked day again. */
export const onUnlock = (desk: Desk) => async (c: ActionContext) => {
  const request = requestOf(c);
  await unlockDay(desk, request);
  const { locale } = await getPerson(desk, { workspace: c.workspace, userId: c.userId });
  await c.ack();
  await c.respond(unlockedNotice(request.day, locale));
};

function requestOf(c: ActionContext) {
  const [userId = '', day = ''] = c.value.split(' ');
  return { workspace: c.workspace, userId, day, by: c.userId };
}
