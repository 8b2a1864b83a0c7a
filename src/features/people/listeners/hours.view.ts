import type { Desk } from '../../../platform/desk.ts';
import { FieldErrors } from '../../../platform/errors.ts';
import type { SubmissionContext } from '../../../platform/slack/index.ts';
import { WEEKDAYS, type WeeklyHours } from '../../../platform/time/hours.ts';
import type { PeoplePorts } from '../ports.ts';
import { assertCan, getPerson, updateProfile } from '../service.ts';
import type { hoursModal } from '../views/hours.ts';

type Submitted = {
  meta: ReturnType<typeof hoursModal.meta>;
  fields: ReturnType<typeof hoursModal.fields>;
};

/** Saves when someone works: one's own hours as they are, those of others through who may, written down. */
export const onHoursSubmitted =
  (desk: Desk, { changeOther }: PeoplePorts) =>
  async ({ workspace, userId: by }: SubmissionContext, { meta, fields }: Submitted): Promise<undefined> => {
    const { userId } = meta;
    const always = fields.always.includes('yes');
    const week: WeeklyHours = Object.fromEntries(
      WEEKDAYS.map((day) => [day, fields[day]] as const).filter(([, hours]) => hours.length > 0),
    );
    if (!always && Object.keys(week).length === 0) {
      throw new FieldErrors({ monday: 'Write hours for at least one day, or tick “Always on shift”.' });
    }
    const { timeZone, overrides } = fields;
    const profile = { timeZone, shifts: always ? null : week, overrides };
    if (userId !== by) return changeOther({ workspace, userId, by, profile });
    assertCan(await getPerson(desk, { workspace, userId }), 'shift.own');
    await updateProfile(desk, { workspace, userId, profile });
  };
