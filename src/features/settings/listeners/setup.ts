import type { Desk } from '../../../platform/desk.ts';
import type { CommandContext, SubmissionContext } from '../../../platform/slack/index.ts';
import { findPeople } from '../../people/index.ts';
import { getSettings } from '../service.ts';
import { assertMaySetUp, setUp } from '../setup.ts';
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

export const onSetupSubmitted =
  (desk: Desk) =>
  async ({ workspace, userId }: SubmissionContext, { fields }: { fields: Setup }): Promise<undefined> => {
    await setUp(desk, { workspace, userId, setup: fields });
  };
