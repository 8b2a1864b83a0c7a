import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext } from '../../../platform/slack/index.ts';
import { openHome } from '../service/publish.ts';

/** Refresh was pressed. */
export const onRefresh = (desk: Desk) => async (c: ActionContext) => {
  await openHome(desk, c.workspace, c.userId);
};
