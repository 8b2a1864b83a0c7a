import type { Desk } from '../../../platform/desk.ts';
import type { EventContext } from '../../../platform/slack/index.ts';
import { openHome } from '../service/publish.ts';

/** Someone opened the app's Home tab. */
export const onOpened =
  (desk: Desk) =>
  async ({ workspace, event }: EventContext<{ user: string; tab: string }>) => {
    if (event.tab === 'home') await openHome(desk, workspace, event.user);
  };
