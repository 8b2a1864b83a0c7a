import type { Desk } from '../../platform/desk.ts';
import { NotYet, slackErrorCode } from '../../platform/outbox/index.ts';
import { mention } from '../../platform/slack/index.ts';
import { findPeople } from '../people/index.ts';
import { getSettings } from '../settings/index.ts';
import { type ClockName, reportsOf } from '../sla/index.ts';
import { getTicket } from '../tickets/index.ts';
import { getAlert } from './alerts.ts';
import { freePeople } from './domain/free.ts';
import { type Alert, alertModel } from './model.ts';
import { alertMessage, headline } from './views/alert.ts';

/** How many free people an alert lists. */
const LISTED = 5;

type MentionPayload = {
  ticketId: string;
  userIds: string[];
  clock: ClockName;
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
    if (alert.message) {
      try {
        return await out.update({ ...alert.message, ...message });
      } catch (error) {
        if (slackErrorCode(error) !== 'message_not_found') throw error;
      }
    }
    const { alertsChannel } = await getSettings(desk, workspace);
    const to = alertsChannel ? { channel: alertsChannel } : { user: alert.mentioned[0] ?? '' };
    const sent = await out.post({ ...to, ...message });
    await alertModel(desk.database).updateOne({ workspace, _id: alert._id }, { $set: { message: sent } });
    return sent;
  });

  desk.outbox.deliverer<{ alertId: string; userIds: string[]; text: string }>(
    'escalation.thread',
    async ({ workspace, payload }, out) => {
      const { message } = await getAlert(desk, workspace, payload.alertId);
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
  const people = await findPeople(desk, { workspace });
  const report = (await reportsOf(desk, workspace, [ticket], now)).get(ticket._id);
  return alertMessage(alert, {
    ticket,
    clocks: report?.clocks ?? [],
    names: new Map(people.map(({ userId, name }) => [userId, name])),
    free: freePeople(people, ticket, now).slice(0, LISTED),
  });
}
