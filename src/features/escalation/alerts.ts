import { nanoid } from 'nanoid';
import { trusted } from '../../platform/database/index.ts';
import type { Desk } from '../../platform/desk.ts';
import { isDuplicateKey, UserError } from '../../platform/errors.ts';
import { priority } from '../../platform/outbox/index.ts';
import { getSettings } from '../settings/index.ts';
import type { Recipients } from './domain/recipients.ts';
import { type Alert, type AlertReason, alertModel } from './model.ts';

/** How many one sweep takes up. */
const BATCH = 200;

/**
 * Adds a reason to the ticket's living alert, or opens one. A new reason makes an acknowledged alert open again.
 * Safe to repeat.
 */
export async function raiseAlert(
  desk: Desk,
  given: {
    workspace: string;
    ticketId: string;
    reason: AlertReason;
    recipients: Recipients;
    repeat: Alert['repeat'];
  },
): Promise<Alert> {
  const { workspace, ticketId, reason, recipients, repeat } = given;
  const Alert = alertModel(desk.database);
  const living = { workspace, ticketId, living: true };
  const bundle = await bundleFor(desk, workspace);
  const upsert = () =>
    Alert.updateOne(
      { ...living, 'reasons.firingId': trusted({ $ne: reason.firingId }) },
      {
        $push: { reasons: reason },
        $set: { state: 'open', ...(repeat ? { repeat } : {}) },
        $setOnInsert: {
          _id: nanoid(),
          openedAt: desk.clock.now(),
          mentioned: recipients.userIds,
          standIn: recipients.standIn,
          bundle,
        },
      },
      { upsert: true },
    );
  try {
    await upsert();
  } catch (error) {
    // The reason is there already, or another process has just opened the alert: the second try tells them apart.
    if (!isDuplicateKey(error)) throw error;
    await upsert().catch((again: unknown) => {
      if (!isDuplicateKey(again)) throw again;
    });
  }
  const alert = await Alert.findOne(living).lean<Alert>();
  if (!alert) throw new Error(`the alert of ticket ${ticketId} vanished while it was raised`);
  await redrawAlert(desk, workspace, alert);
  return alert;
}

/**
 * The bundle that a new alert joins: null until more than the setting allows came within the last minute
 * (docs/rules/escalation.md).
 */
async function bundleFor(desk: Desk, workspace: string): Promise<string | null> {
  const { escalation } = await getSettings(desk, workspace);
  const now = desk.clock.now();
  const since = new Date(now.getTime() - 60_000);
  const recent = await alertModel(desk.database).countDocuments({
    workspace,
    openedAt: trusted({ $gt: since }),
  });
  return recent < escalation.bundleAbovePerMinute ? null : now.toISOString().slice(0, 16);
}

/** Has the alert's message posted or drawn again from what is true at sending. */
export async function redrawAlert(
  desk: Desk,
  workspace: string,
  { _id, bundle }: Pick<Alert, '_id' | 'bundle'>,
): Promise<void> {
  const key = bundle ? `alerts ${bundle}` : `alert ${_id}`;
  await desk.outbox.enqueue([
    {
      workspace,
      key,
      stream: key,
      priority: priority.alert,
      kind: bundle ? 'escalation.bundle' : 'escalation.alert',
      payload: bundle ? { minute: bundle } : { alertId: _id },
      latest: true,
    },
  ]);
}

/** @throws UserError when the alert is gone. */
export async function getAlert(desk: Desk, workspace: string, alertId: string): Promise<Alert> {
  const alert = await alertModel(desk.database).findOne({ workspace, _id: alertId }).lean<Alert>();
  if (!alert) throw new UserError('This alert does not exist any more.');
  return alert;
}

/** The ticket's living alert, or else the last that it had. */
export async function lastAlertOf(desk: Desk, workspace: string, ticketId: string): Promise<Alert | null> {
  return alertModel(desk.database).findOne({ workspace, ticketId }).sort({ openedAt: -1 }).lean<Alert>();
}

/** Alerts that nobody has acknowledged, newest first. */
export async function openAlerts(
  desk: Desk,
  { workspace, limit = 20 }: { workspace: string; limit?: number },
): Promise<Alert[]> {
  return alertModel(desk.database)
    .find({ workspace, living: true, state: 'open' })
    .sort({ openedAt: -1 })
    .limit(limit)
    .lean<Alert[]>();
}

/** Someone looks after it: repetitions stop. The second one to press changes nothing. */
export function acknowledgeAlert(
  desk: Desk,
  { workspace, alertId, by }: { workspace: string; alertId: string; by: string },
): Promise<void> {
  const acknowledged = {
    state: 'acknowledged' as const,
    acknowledgedBy: by,
    acknowledgedAt: desk.clock.now(),
  };
  return change(desk, { workspace, _id: alertId, state: 'open' }, { $set: acknowledged });
}

/** Nobody looks after it after all. */
export function unacknowledgeAlert(
  desk: Desk,
  { workspace, alertId }: { workspace: string; alertId: string },
): Promise<void> {
  const open = { state: 'open' as const, acknowledgedBy: null, acknowledgedAt: null };
  return change(desk, { workspace, _id: alertId, state: 'acknowledged' }, { $set: open });
}

/** Notes who was asked to take the ticket, once each. */
export function noteAsked(
  desk: Desk,
  { workspace, alertId, userId, by }: { workspace: string; alertId: string; userId: string; by: string },
): Promise<void> {
  const unasked = { workspace, _id: alertId, 'asked.userId': trusted({ $ne: userId }) };
  return change(desk, unasked, { $push: { asked: { userId, by } } });
}

/** Nothing is owed any more: the message tells the end, and a later breach makes a new alert. */
export function endAlert(desk: Desk, workspace: string, alertId: string): Promise<void> {
  return change(desk, { workspace, _id: alertId }, { $unset: { living: '' }, $set: { repeat: null } });
}

/** What an ended alert stood for is owed after all. Nothing where a later one lives already. */
export async function reviveAlert(desk: Desk, workspace: string, alertId: string): Promise<void> {
  try {
    await change(desk, { workspace, _id: alertId }, { $set: { living: true } });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

/** The net: messages of alerts that changed while the process was killed before they were asked to follow. */
export async function redrawStale(desk: Desk, workspace: string): Promise<void> {
  const stale = await alertModel(desk.database).find({ workspace, stale: true }).limit(BATCH).lean<Alert[]>();
  for (const alert of stale) await follow(desk, workspace, alert);
}

/** Changes an alert and has its message follow; the message is marked as stale in between (docs/steps.md). */
async function change(
  desk: Desk,
  guard: { workspace: string; _id: string } & Record<string, unknown>,
  { $set = {}, ...update }: { $set?: Partial<Alert>; $unset?: { living: '' }; $push?: { asked: object } },
): Promise<void> {
  const { workspace, _id } = guard;
  await alertModel(desk.database).updateOne(guard, { ...update, $set: { ...$set, stale: true } });
  await follow(desk, workspace, await getAlert(desk, workspace, _id));
}

async function follow(desk: Desk, workspace: string, alert: Alert): Promise<void> {
  await redrawAlert(desk, workspace, alert);
  await alertModel(desk.database).updateOne({ workspace, _id: alert._id }, { $unset: { stale: '' } });
}
