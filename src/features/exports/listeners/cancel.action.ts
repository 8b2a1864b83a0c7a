import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext } from '../../../platform/slack/index.ts';
import { cancelExport } from '../service/ask.ts';
import { cancelledView } from '../views/modal.ts';

/** “Cancel the export”, in the form or in the message about a long one, which is then drawn again. */
export const onCancel = (desk: Desk) => async (c: ActionContext) => {
  const stopped = await cancelExport(desk, { workspace: c.workspace, exportId: c.value, by: c.userId });
  await c.ack();
  if (c.view) await c.client.views.update({ view_id: c.view.id, view: cancelledView(stopped) });
};
