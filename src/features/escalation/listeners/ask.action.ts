import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext } from '../../../platform/slack/index.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { askToTake } from '../ask.ts';

/** Asks one of the free people listed. */
export const onAsk =
  (desk: Desk) =>
  async ({ workspace, userId, value }: ActionContext): Promise<void> => {
    assertCan(await getPerson(desk, { workspace, userId }), 'ticket.assign');
    const [alertId = '', asked = ''] = value.split(':');
    await askToTake(desk, { workspace, alertId, userId: asked, by: userId });
  };

/** Asks whoever was picked. */
export const onAskOther =
  (desk: Desk) =>
  async ({ workspace, userId, value, blockId }: ActionContext): Promise<void> => {
    assertCan(await getPerson(desk, { workspace, userId }), 'ticket.assign');
    const alertId = blockId.split(':')[1] ?? '';
    await askToTake(desk, { workspace, alertId, userId: value, by: userId });
  };
