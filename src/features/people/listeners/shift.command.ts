import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext, CommandContext } from '../../../platform/slack/index.ts';
import { mentionedIn } from '../domain/mention.ts';
import { can } from '../domain/permissions.ts';
import { isOnShift, nextShiftStart, shiftEndsAt } from '../domain/shifts.ts';
import { ids } from '../ids.ts';
import { assertCan, findStaff, getPerson, setAvailability } from '../service.ts';
import { AVAILABILITIES, type Availability } from '../types.ts';
import { availabilityLine } from '../views/availability.ts';
import { hoursView } from '../views/hours.ts';
import { whoNotice } from '../views/who.ts';

/** `/shift available` and its siblings. */
export const onSetAvailability =
  (desk: Desk, availability: Availability) =>
  async (c: CommandContext): Promise<void> => {
    const line = await switchTo(desk, c, availability);
    await c.ack();
    await c.respond({ text: line });
  };

/** Home's switch, and the button that asks at the start of a shift. */
export const onSwitch =
  (desk: Desk) =>
  async (c: ActionContext): Promise<void> => {
    const availability = AVAILABILITIES.find((each) => each === c.value);
    if (!availability) return;
    const line = await switchTo(desk, c, availability);
    await c.ack();
    if (c.messageTs) await c.respond({ text: line, replaceOriginal: true });
  };

/** `/shift hours [@person]` opens the form: one's own, or for leads and up somebody else's. */
export const onHours =
  (desk: Desk) =>
  async (c: CommandContext): Promise<void> =>
    openHours(desk, c, mentionedIn(c.args) ?? c.userId);

/** The same by a button, whose value is who; empty for oneself. */
export const onHoursButton =
  (desk: Desk) =>
  async (c: ActionContext): Promise<void> =>
    openHours(desk, c, c.actionId === ids.hoursOf ? c.value : c.userId);

async function openHours(desk: Desk, c: CommandContext | ActionContext, userId: string): Promise<void> {
  const { workspace } = c;
  assertCan(await getPerson(desk, c), userId === c.userId ? 'shift.own' : 'people.plan');
  const person = await getPerson(desk, { workspace, userId });
  await c.openModal(hoursView(person, userId !== c.userId));
}

/** `/shift who` lists who is here. */
export const onWho =
  (desk: Desk) =>
  async (c: CommandContext): Promise<void> => {
    const reader = await getPerson(desk, c);
    assertCan(reader, 'ticket.seeAll');
    const now = desk.clock.now();
    const staff = await findStaff(desk, c.workspace);
    await c.ack();
    await c.respond(
      whoNotice(
        staff.map((person) => ({
          person,
          onShift: isOnShift(person, now),
          until: shiftEndsAt(person, now),
          next: nextShiftStart(person, now),
        })),
        can(reader, 'people.plan'),
      ),
    );
  };

async function switchTo(
  desk: Desk,
  { workspace, userId }: { workspace: string; userId: string },
  availability: Availability,
): Promise<string> {
  assertCan(await getPerson(desk, { workspace, userId }), 'shift.own');
  await setAvailability(desk, { workspace, userId, availability });
  const person = await getPerson(desk, { workspace, userId });
  const now = desk.clock.now();
  return availabilityLine(person, shiftEndsAt(person, now), isOnShift(person, now));
}
