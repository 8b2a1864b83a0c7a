import type { Desk } from '../../../platform/desk.ts';
import { UserError } from '../../../platform/errors.ts';
import { downloadFromSlack } from '../../../platform/files/index.ts';
import type { ActionContext, SubmissionAnswer, SubmissionContext } from '../../../platform/slack/index.ts';
import type { Calendar } from '../../../platform/time/hours.ts';
import { holidaysFromICalendar } from '../icalendar.ts';
import { coveredYears } from '../policies.ts';
import { withCalendar } from '../policy-text.ts';
import {
  type CalendarFields,
  calendarFormView,
  calendarFrom,
  readingView,
  withHolidays,
} from '../views/calendar-form.ts';
import { forEditor, newKey, preview } from './policies.ts';

const MAX_BYTES = 1_048_576;

/** The menu of one calendar, and New calendar. */
export const onCalendar =
  (desk: Desk) =>
  async (c: ActionContext): Promise<void> => {
    const inForce = await forEditor(desk, c);
    const [what, key = ''] = c.value.split(':');
    const calendar = inForce.calendars.find((each) => each.key === key) ?? null;
    if (what === 'remove') await c.openModal(await preview(desk, c, withCalendar(inForce, key, null)));
    else await c.openModal(calendarFormView(calendar?.key ?? null, calendar));
  };

/** Shows what the calendar would change. A file is fetched after the answer; what was typed survives a wrong one. */
export const onCalendarForm =
  (desk: Desk) =>
  async (
    c: SubmissionContext,
    { meta, fields }: { meta: { key: string | null }; fields: CalendarFields },
  ): Promise<SubmissionAnswer> => {
    const inForce = await forEditor(desk, c);
    const key = meta.key ?? newKey(fields.key, inForce.calendars);
    const before = inForce.calendars.find((each) => each.key === key) ?? null;
    const calendar = calendarFrom(fields, key, before);
    const [file] = fields.files;
    if (!file) {
      const view = await preview(desk, c, withCalendar(inForce, key, calendar));
      return { response_action: 'push', view };
    }
    c.afterAnswer(async () => {
      const view = await read(desk, c, file.url_private_download, calendar)
        .then((full) => preview(desk, c, withCalendar(inForce, key, full)))
        .catch((error: unknown) => calendarFormView(meta.key, calendar, faultOf(error)));
      await c.client.views.update({ view_id: c.view.id, view });
    });
    return { response_action: 'update', view: readingView() };
  };

async function read(desk: Desk, c: SubmissionContext, url: string, calendar: Calendar): Promise<Calendar> {
  const bytes = await downloadFromSlack(desk, c.workspace, url, MAX_BYTES);
  let holidays: Calendar['holidays'];
  try {
    holidays = holidaysFromICalendar(bytes.toString('utf8'), coveredYears(desk));
  } catch {
    throw new UserError('This file is no iCalendar. Export one from your calendar; its name ends with .ics.');
  }
  if (holidays.length > 0) return withHolidays(calendar, holidays);
  throw new UserError('This file has no all-day event in this year and the next two.');
}

function faultOf(error: unknown): string {
  return error instanceof UserError
    ? error.message
    : 'The file could not be fetched from Slack. Please try again.';
}
