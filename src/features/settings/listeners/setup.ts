import type { Desk } from '../../../platform/desk.ts';
import type { CommandContext, SubmissionAnswer, SubmissionContext } from '../../../platform/slack/index.ts';
import { findPeople } from '../../people/index.ts';
import type { SettingsPorts } from '../ports.ts';
import { getSettings } from '../service.ts';
import { assertCanSetUp, assertMaySetUp, calendarOf, setUp } from '../setup.ts';
import { type Setup, setupView } from '../views/setup.ts';

/** `/desk setup` opens the form. */
export const onSetup =
  (desk: Desk) =>
  async (c: CommandContext): Promise<void> => {
    const { workspace } = c;
    await assertMaySetUp(desk, c);
    const everyone = await findPeople(desk, { workspace });
    const withRole = (role: 'lead' | 'manager') =>
      everyone.filter(({ roles }) => roles.includes(role)).map(({ userId }) => userId);
    const team = { leads: withRole('lead'), managers: withRole('manager') };
    await c.openModal(setupView(await getSettings(desk, workspace), team));
  };

/** Sets the desk up. Hours that move promises are shown with what they do first, and count when saved once more. */
export const onSetupSubmitted =
  (desk: Desk, { effectOfHours }: SettingsPorts) =>
  async (
    { workspace, userId }: SubmissionContext,
    { meta, fields: setup }: { meta: { seen: string | null }; fields: Setup },
  ): Promise<SubmissionAnswer | undefined> => {
    await assertCanSetUp(desk, { workspace, userId, setup });
    const calendar = calendarOf(setup);
    const effect = await effectOfHours(workspace, calendar);
    if (effect && meta.seen !== effect) {
      const { leads, managers, triageChannel, alertsChannel, digestChannel, timeZone } = setup;
      const settings = await getSettings(desk, workspace);
      const typed = { ...settings, triageChannel, alertsChannel, digestChannel, timeZone, calendar };
      return { response_action: 'update', view: setupView(typed, { leads, managers }, effect) };
    }
    await setUp(desk, { workspace, userId, setup });
    return undefined;
  };
