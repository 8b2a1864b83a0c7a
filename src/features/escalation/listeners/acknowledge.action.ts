import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext } from '../../../platform/slack/index.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { acknowledgeAlert, unacknowledgeAlert } from '../alerts.ts';

/** Someone looks after the alert. */
export const onAcknowledge =
  (desk: Desk) =>
  async ({ workspace, userId, value }: ActionContext): Promise<void> => {
    assertCan(await getPerson(desk, { workspace, userId }), 'alert.acknowledge');
    await acknowledgeAlert(desk, { workspace, alertId: value, by: userId });
  };

/** Nobody does after all. */
export const onUnacknowledge =
  (desk: Desk) =>
  async ({ workspace, userId, value }: ActionContext): Promise<void> => {
    assertCan(await getPerson(desk, { workspace, userId }), 'alert.acknowledge');
    await unacknowledgeAlert(desk, { workspace, alertId: value });
  };
