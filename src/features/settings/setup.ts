import type { Desk } from '../../platform/desk.ts';
import { FieldErrors, NotAllowed } from '../../platform/errors.ts';
import type { Calendar } from '../../platform/time/hours.ts';
import { assertCan, getPerson, hasOwner, type Role, setRoles } from '../people/index.ts';
import { changeSettings } from './change.ts';
import type { Setup } from './views/setup.ts';

/**
 * Whether someone may set the desk up: an owner, or while there is none an admin of the Slack workspace.
 * @throws NotAllowed saying what is missing.
 */
export async function assertMaySetUp(
  desk: Desk,
  { workspace, userId }: { workspace: string; userId: string },
): Promise<void> {
  const person = await getPerson(desk, { workspace, userId });
  if (await hasOwner(desk, workspace)) return assertCan(person, 'settings.edit');
  const client = await desk.slack.client(workspace);
  const { user } = await client.users.info({ user: userId });
  const isOwn = !person.outside;
  if (isOwn && (user?.is_admin || user?.is_owner || user?.is_primary_owner)) return;
  throw new NotAllowed(
    'Nobody has set up this desk yet. An admin of your Slack workspace can, with /desk setup.',
  );
}

/**
 * What must be so before the desk is set up.
 * @throws NotAllowed saying what is missing, FieldErrors beside each channel that the app is not in.
 */
export async function assertCanSetUp(
  desk: Desk,
  { workspace, userId, setup }: { workspace: string; userId: string; setup: Setup },
): Promise<void> {
  await assertMaySetUp(desk, { workspace, userId });
  const { triageChannel, alertsChannel, digestChannel } = setup;
  await assertInvited(desk, workspace, { triageChannel, alertsChannel, digestChannel });
}

/** Sets the desk up; who does it first becomes its owner. Ask `assertCanSetUp` before. */
export async function setUp(
  desk: Desk,
  { workspace, userId, setup }: { workspace: string; userId: string; setup: Setup },
): Promise<void> {
  const { triageChannel, alertsChannel, digestChannel, timeZone } = setup;
  await changeSettings(desk, {
    workspace,
    by: userId,
    summary: 'Set the desk up',
    change: {
      setUp: true,
      triageChannel,
      alertsChannel,
      digestChannel,
      timeZone,
      calendar: calendarOf(setup),
    },
  });
  for (const lead of setup.leads) await addRole(desk, workspace, lead, 'lead');
  for (const manager of setup.managers) await addRole(desk, workspace, manager, 'manager');
  if (!(await hasOwner(desk, workspace))) await addRole(desk, workspace, userId, 'owner');
}

/** The working hours that the form says. */
export function calendarOf({ timeZone, weekdays, saturday, sunday, holidays }: Setup): Calendar {
  const days = {
    monday: weekdays,
    tuesday: weekdays,
    wednesday: weekdays,
    thursday: weekdays,
    friday: weekdays,
  };
  const isAlways = [weekdays, saturday, sunday].every((hours) => hours.length === 0);
  return {
    key: 'workspace',
    name: 'Working hours',
    zone: timeZone,
    hours: isAlways ? '24x7' : { ...days, saturday, sunday },
    holidays,
  };
}

async function addRole(desk: Desk, workspace: string, userId: string, role: Role): Promise<void> {
  const { roles } = await getPerson(desk, { workspace, userId });
  if (!roles.includes(role)) await setRoles(desk, { workspace, userId, roles: [...roles, role] });
}

/** @throws FieldErrors beside each channel that the app is not in. */
async function assertInvited(desk: Desk, workspace: string, channels: Record<string, string>): Promise<void> {
  const client = await desk.slack.client(workspace);
  const checked = await Promise.all(
    Object.entries(channels).map(async ([field, channel]) => {
      const { channel: info } = await client.conversations
        .info({ channel })
        .catch(() => ({ channel: undefined }));
      return { field, isMember: info?.is_member === true };
    }),
  );
  const missing = checked.filter(({ isMember }) => !isMember);
  if (missing.length === 0) return;
  throw new FieldErrors(
    Object.fromEntries(
      missing.map(({ field }) => [
        field,
        'The app is not in this channel. Write /invite @shiftdesk there first.',
      ]),
    ),
  );
}
