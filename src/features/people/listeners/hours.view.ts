import type { Desk } from '../../../platform/desk.ts';
import { FieldErrors } from '../../../platform/errors.ts';
import type { SubmissionContext } from '../../../platform/slack/index.ts';
import { WEEKDAYS, type WeeklyHours } from '../../../platform/time/hours.ts';
import { assertCan, getPerson, updateProfile } from '../service.ts';
import type { hoursModal } from '../views/hours.ts';

type Submitted = {
  meta: ReturnType<typeof hoursModal.meta>;
  fields: ReturnType<typeof hoursModal.fields>;
};

/** Saves when someone works. */
export const onHoursSubmitted =
  (desk: Desk) =>
  async ({ workspace, userId }: SubmissionContext, { meta, fields }: Submitted): Promise<undefined> => {
    const actor = await getPerson(desk, { workspace, userId });
    assertCan(actor, meta.userId === userId ? 'shift.own' : 'shift.ofOthers');
    const always = fields.always.includes('always');
    const week: WeeklyHours = Object.fromEntries(
      WEEKDAYS.map((day) => [day, fields[day]] as const).filter(([, hours]) => hours.length > 0),
    );
    if (!always && Object.keys(week).length === 0) {
      throw new FieldErrors({ monday: 'Write hours for at least one day, or tick “Always on shift”.' });
    }
    await updateProfile(desk, {
      workspace,
      userId: meta.userId,
      profile: { timeZone: fields.timeZone, shifts: always ? null : week, overrides: fields.overrides },
    });
  };
