import type { Desk } from '../../../platform/desk.ts';
import type { CommandContext, SubmissionContext } from '../../../platform/slack/index.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { changeSettings } from '../change.ts';
import { getSettings } from '../service.ts';
import { type SettingsFields, settingsView } from '../views/settings.ts';

/** `/desk settings` opens the form. */
export const onSettings =
  (desk: Desk) =>
  async (c: CommandContext): Promise<void> => {
    assertCan(await getPerson(desk, c), 'settings.edit');
    await c.openModal(settingsView(await getSettings(desk, c.workspace)));
  };

export const onSettingsSubmitted =
  (desk: Desk) =>
  async (c: SubmissionContext, { fields }: { fields: SettingsFields }): Promise<undefined> => {
    assertCan(await getPerson(desk, c), 'settings.edit');
    const { mode, everySeconds, handoverMinutes, awayMinutes, unclaimedPercent, inWorkPercent } = fields;
    const { remindAfterDays, resolveAfterDays, closeAfterDays, lockAfterDays } = fields;
    const { weekStart, dateOrder, currency } = fields;
    await changeSettings(desk, {
      workspace: c.workspace,
      by: c.userId,
      summary: 'Changed the settings',
      change: {
        assignment: {
          mode,
          everySeconds,
          handoverMinutes,
          awayMinutes,
          askAtShiftStart: fields.askAtShiftStart.includes('yes'),
        },
        escalation: { unclaimedPercent, inWorkPercent },
        tickets: {
          remindAfterDays,
          resolveAfterDays,
          closeAfterDays,
          showPromisedTimes: fields.showPromisedTimes.includes('yes'),
          watchedChannels: fields.watchedChannels,
        },
        stats: { lockAfterDays },
        weekStart,
        dateOrder,
        currency,
      },
    });
  };
