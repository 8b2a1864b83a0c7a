import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext, CommandContext } from '../../../platform/slack/index.ts';
import { isOnShift, nextShiftStart, shiftEndsAt } from '../domain/shifts.ts';
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

/** `/shift hours` opens the form. */
export const onHours =
  (desk: Desk) =>
  async (c: CommandContext | ActionContext): Promise<void> => {
    const person = await getPerson(desk, c);
    assertCan(person, 'shift.own');
    await c.openModal(hoursView(person));
  };

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
