import { matched } from '../../platform/database/index.ts';
import type { Desk } from '../../platform/desk.ts';
import { NotYet } from '../../platform/outbox/index.ts';
import { mention } from '../../platform/slack/index.ts';
import { findPeople, findStaff } from '../people/index.ts';
import { getSettings } from '../settings/index.ts';
import { type FiringClock, reportsOf } from '../sla/index.ts';
import { getTicket } from '../tickets/index.ts';
import { getAlert } from './alerts.ts';
import { bundleMessage, bundleOf, keepBundleMessage } from './bundles.ts';
import { freePeople } from './domain/free.ts';
import { type Alert, alertModel } from './model.ts';
import { alertMessage, headline } from './views/alert.ts';

/** How many free people an alert lists. */
const LISTED = 5;

type MentionPayload = {
  ticketId: string;
  userIds: string[];
  clock: FiringClock;
  percent: number;
  at: Date;
  standIn?: string;
};

/** Registers how alerts and mentions are told to Slack. */
export function registerDeliverers(desk: Desk): void {
  desk.outbox.deliverer<{ alertId: string }>('escalation.alert', async (delivery, out) => {
    const { workspace } = delivery;
    const alert = await getAlert(desk, workspace, delivery.payload.alertId);
    const message = await render(desk, workspace, alert);
    const { alertsChannel } = await getSettings(desk, workspace);
    const to = alertsChannel ? { channel: alertsChannel } : { user: alert.mentioned[0] ?? '' };
    return out.show({
      standing: alert.message,
      message: { ...to, ...message },
      note: (message) =>
        matched(
          alertModel(desk.database).updateOne(
            { workspace, _id: alert._id, 'message.ts': alert.message?.ts ?? null },
            { $set: { message } },
          ),
        ),
    });
  });

  desk.outbox.deliverer<{ minute: string }>('escalation.bundle', async ({ workspace, payload }, out) => {
    const { minute } = payload;
    const { text, blocks, mentioned } = await bundleOf(desk, workspace, minute);
    const standing = await bundleMessage(desk, workspace, minute);
    const { alertsChannel } = await getSettings(desk, workspace);
    const to = alertsChannel ? { channel: alertsChannel } : { user: mentioned[0] ?? '' };
    return out.show({
      standing,
      message: { ...to, text, blocks },
      note: (sent) => keepBundleMessage(desk, { workspace, minute, standing }, sent),
    });
  });

  desk.outbox.deliverer<{ alertId: string; userIds: string[]; text: string }>(
    'escalation.thread',
    async ({ workspace, payload }, out) => {
      const alert = await getAlert(desk, workspace, payload.alertId);
      const message = alert.bundle ? await bundleMessage(desk, workspace, alert.bundle) : alert.message;
      if (!message) throw new NotYet('the alert is not posted yet');
      return out.post({
        channel: message.channel,
        thread_ts: message.ts,
        text: `${payload.userIds.map(mention).join(' ')} ${payload.text}`.trim(),
      });
    },
  );

  desk.outbox.deliverer<MentionPayload>('escalation.mention', async ({ workspace, payload }, out) => {
    const { ticketId, userIds, clock, percent, at, standIn } = payload;
    const ticket = await getTicket(desk, { workspace, ticketId });
    if (!ticket.card) throw new NotYet('the card is not posted yet');
    return out.post({
      channel: ticket.card.channel,
      thread_ts: ticket.card.ts,
      text: [userIds.map(mention).join(' '), headline({ clock, percent, at }, ticket), standIn ?? '']
        .join(' ')
        .trim(),
    });
  });
}

async function render(desk: Desk, workspace: string, alert: Alert): Promise<ReturnType<typeof alertMessage>> {
  const ticket = await getTicket(desk, { workspace, ticketId: alert.ticketId });
  const now = desk.clock.now();
  const staff = await findStaff(desk, workspace);
  const requester = await findPeople(desk, { workspace, userIds: [ticket.requester] });
  const report = (await reportsOf(desk, workspace, [ticket], now)).get(ticket._id);
  return alertMessage(alert, {
    ticket,
    clocks: report?.clocks ?? [],
    names: new Map([...requester, ...staff].map(({ userId, name }) => [userId, name])),
    free: freePeople(staff, ticket, now).slice(0, LISTED),
  });
}
