import { trusted } from '../../platform/database/index.ts';
import type { Desk } from '../../platform/desk.ts';
import { type Delivery, priority } from '../../platform/outbox/index.ts';
import { findStaff, isOnShift, type Person } from '../people/index.ts';
import { getSettings } from '../settings/index.ts';
import {
  type ChainStep,
  type Firing,
  firingDone,
  pendingFirings,
  planRaise,
  reportsOf,
} from '../sla/index.ts';
import {
  changePriority,
  DESK,
  findTickets,
  isOver,
  type Priority,
  returnTicket,
  type Ticket,
} from '../tickets/index.ts';
import { endAlert, lastAlertOf, raiseAlert, redrawAlert, redrawStale, reviveAlert } from './alerts.ts';
import { clockOf } from './domain/reasons.ts';
import { leadsFor, managersFor, type Recipients } from './domain/recipients.ts';
import { alertsManagers, raised, stepFor } from './domain/steps.ts';
import { type Alert, alertModel } from './model.ts';

const BATCH = 100;
const minute = 60_000;

/** Noticed later than this, a breach is marked as late. Desk time. */
const lateMilliseconds = 5 * minute;

/** What one firing is acted on with. */
type Scene = { workspace: string; firing: Firing; ticket: Ticket; people: Person[]; now: Date };

/** Acts on everything that has passed and nobody was told of, then repeats what nobody acknowledges, and draws what a kill left undrawn. */
export async function escalate(desk: Desk, workspace: string): Promise<void> {
  for (;;) {
    const firings = await pendingFirings(desk, workspace, BATCH);
    if (firings.length === 0) break;
    const tickets = await findTickets(desk, {
      workspace,
      ticketIds: firings.map((firing) => firing.ticketId),
    });
    const people = await findStaff(desk, workspace);
    for (const firing of firings) {
      const ticket = tickets.find((each) => each._id === firing.ticketId);
      if (ticket) await act(desk, { workspace, firing, ticket, people, now: desk.clock.now() });
      await firingDone(desk, workspace, firing);
    }
    if (firings.length < BATCH) break;
  }
  await repeatAlerts(desk, workspace);
  await redrawStale(desk, workspace);
}

/** Each part is keyed by the firing, so that all of it may be done again after a kill. */
async function act(desk: Desk, scene: Scene): Promise<void> {
  const { workspace, firing, ticket, now } = scene;
  const report = (await reportsOf(desk, workspace, [ticket], now)).get(ticket._id);
  const step = firing.clock === 'estimate' ? null : stepFor(report?.policy ?? null, firing.percent);
  const { escalation } = await getSettings(desk, workspace);
  const actions = new Set(step?.do);
  if (actions.has('raise_priority')) await raise(desk, scene);
  if (
    actions.has('post_alert') ||
    alertsManagers(firing, ticket, { ...escalation, clocks: report?.clocks ?? [] })
  )
    await alert(desk, scene, step);
  await desk.outbox.enqueue(mentionsOf(scene, step));
  if (actions.has('reassign')) await reassign(desk, scene);
}

/** Raises the priority one step, once: what it was is written down before. */
async function raise(desk: Desk, { workspace, firing, ticket }: Scene): Promise<void> {
  const to = raised(ticket.priority);
  const planned = await planRaise(desk, workspace, firing, { from: ticket.priority, to });
  if (planned.from !== ticket.priority || planned.to === ticket.priority) return;
  await changePriority(desk, {
    workspace,
    ticketId: ticket._id,
    by: DESK,
    to: planned.to as Priority,
    why: `missed its ${firing.clock.replace('_', ' ')}`,
    still: ({ priority: current, status }) => current === planned.from && !isOver(status),
  });
}

async function alert(desk: Desk, scene: Scene, step: ChainStep | null): Promise<void> {
  const { workspace, firing, ticket, people, now } = scene;
  const recipients = managersFor(people, now);
  const everyMinutes = step?.repeatEveryMinutes;
  const reason = {
    firingId: firing._id,
    clock: firing.clock,
    cycle: firing.cycle,
    percent: firing.percent,
    at: firing.at,
    late: firing.foundAt.getTime() - firing.at.getTime() > lateMilliseconds,
  };
  const raisedAlert = await raiseAlert(desk, {
    workspace,
    ticketId: ticket._id,
    reason,
    recipients,
    repeat: everyMinutes
      ? {
          everyMinutes,
          left: step.times ?? 1,
          nextAt: new Date(now.getTime() + everyMinutes * minute),
          firingId: firing._id,
        }
      : null,
  });
  await followAlert(desk, { workspace, ticketId: ticket._id });
  const opened = raisedAlert.reasons[0]?.firingId === firing._id;
  if (opened || firing.percent < 100) return;
  await desk.outbox.enqueue([
    inAlertThread(workspace, raisedAlert._id, `${firing._id}`, {
      userIds: recipients.userIds,
      text: 'It has missed another promise.',
    }),
  ]);
}

/** New mentions in the card's thread for those who must act; nobody off shift unless the chain says so. */
function mentionsOf({ workspace, firing, ticket, people, now }: Scene, step: ChainStep | null): Delivery[] {
  if (!step) return [];
  const assignee = people.find((person) => person.userId === ticket.assignee) ?? null;
  const all: [string, Recipients][] = [
    ['notify_assignee', { userIds: assignee ? [assignee.userId] : [], standIn: null }],
    ['notify_lead', leadsFor(assignee, people, now, step.offShiftToo)],
    ['notify_manager', managersFor(people, now)],
  ];
  return all.flatMap(([action, { userIds, standIn }]) => {
    if (!step.do.includes(action as ChainStep['do'][number])) return [];
    const there = userIds.filter(
      (userId) => step.offShiftToo || isThere(people, userId, now) || standIn !== null,
    );
    if (there.length === 0) return [];
    return [
      {
        workspace,
        key: `firing ${firing._id} ${action}`,
        stream: `ticket ${ticket._id} team`,
        priority: priority.alert,
        kind: 'escalation.mention',
        payload: {
          ticketId: ticket._id,
          userIds: there,
          clock: firing.clock,
          percent: firing.percent,
          at: firing.at,
          ...(standIn ? { standIn } : {}),
        },
      },
    ];
  });
}

/** Takes the ticket from someone who still has not started; assignment gives it to whose turn it is. */
async function reassign(desk: Desk, { workspace, ticket, firing }: Scene): Promise<void> {
  const { assignee: late } = ticket;
  if (ticket.status !== 'assigned') return;
  await returnTicket(desk, {
    workspace,
    ticketId: ticket._id,
    by: DESK,
    why: `not started at ${firing.percent} % of its time`,
    still: ({ assignee, status }) => assignee === late && status === 'assigned',
  });
}

/** Says again, in the alert's thread, what nobody has acknowledged; each repetition is one guarded write. */
async function repeatAlerts(desk: Desk, workspace: string): Promise<void> {
  const Alert = alertModel(desk.database);
  const now = desk.clock.now();
  const due = await Alert.find({ workspace, living: true, 'repeat.nextAt': trusted({ $lte: now }) })
    .limit(BATCH)
    .lean<Alert[]>();
  if (due.length === 0) return;
  const { userIds } = managersFor(await findStaff(desk, workspace), now);
  for (const { _id, state, repeat } of due) {
    if (!repeat) continue;
    const left = repeat.left - 1;
    const next =
      left > 0 ? { ...repeat, left, nextAt: new Date(now.getTime() + repeat.everyMinutes * minute) } : null;
    if (state === 'open') {
      await desk.outbox.enqueue([
        inAlertThread(workspace, _id, `repeat ${repeat.firingId} ${repeat.left}`, {
          userIds,
          text: 'Nobody has acknowledged this yet.',
        }),
      ]);
    }
    await Alert.updateOne(
      { workspace, _id, 'repeat.left': repeat.left, 'repeat.nextAt': repeat.nextAt },
      { $set: { repeat: next } },
    );
  }
}

/**
 * After a ticket has changed its alert tells it, and ends when nothing it stands for is owed any more. It lives again
 * when that is owed after all, as after a resolution that was taken back.
 */
export async function followAlert(
  desk: Desk,
  { workspace, ticketId }: { workspace: string; ticketId: string },
): Promise<void> {
  const alert = await lastAlertOf(desk, workspace, ticketId);
  if (!alert) return;
  const [ticket] = await findTickets(desk, { workspace, ticketIds: [ticketId] });
  const report = ticket && (await reportsOf(desk, workspace, [ticket], desk.clock.now())).get(ticketId);
  const running = alert.reasons.filter((reason) => clockOf(reason, report?.clocks ?? [])?.endedAt === null);
  if (alert.living)
    return running.length > 0 ? redrawAlert(desk, workspace, alert) : endAlert(desk, workspace, alert._id);
  // An estimate is about the last run, whichever that is: it brings no ended alert back.
  if (running.some(({ clock }) => clock !== 'estimate')) await reviveAlert(desk, workspace, alert._id);
}

function inAlertThread(
  workspace: string,
  alertId: string,
  key: string,
  payload: { userIds: string[]; text: string },
): Delivery {
  return {
    workspace,
    key: `alert ${alertId} ${key}`,
    stream: `alert ${alertId} thread`,
    priority: priority.alert,
    kind: 'escalation.thread',
    payload: { alertId, ...payload },
  };
}

function isThere(people: readonly Person[], userId: string, now: Date): boolean {
  const person = people.find((each) => each.userId === userId);
  return person?.active === true && isOnShift(person, now);
}
