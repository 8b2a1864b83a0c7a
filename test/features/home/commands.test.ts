import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../../src/features/home/ids.ts';
import { homeContent } from '../../../src/features/home/service/content.ts';
import { homeView } from '../../../src/features/home/views/home.ts';
import { ROLES, type Role, setRoles } from '../../../src/features/people/index.ts';
import { openTicket } from '../../../src/features/tickets/index.ts';
import { NotAllowed } from '../../../src/platform/errors.ts';
import type { CommandContext } from '../../../src/platform/slack/index.ts';
import { people, startTestDesk, type TestDesk } from '../../support/desk.ts';

let it: TestDesk;
beforeAll(async () => {
  it = await startTestDesk({ start: '2026-11-20T10:00:00+01:00' });
  const { desk, workspace } = it;
  const origin = { kind: 'rest', key: 'one' } as const;
  await openTicket(desk, {
    workspace,
    requester: people.ana,
    origin,
    subject: 'Cup',
    skills: ['nobody has'],
  });
});
afterAll(() => it?.stop());

/** Elements of Home that do what a command does, where they are no button of that command. */
const elements: Readonly<Record<string, string>> = {
  'ticket new': 'journeys.openNew',
  // A list, then the ticket's own Claim.
  'ticket take': 'home.mine',
  'stats log': 'stats.logFromHome',
  'stats import': 'imports.open',
  'shift available': 'people.availability',
  'shift busy': 'people.availability',
  'shift away': 'people.availability',
  'shift offline': 'people.availability',
  'shift hours': 'people.editHours',
  'desk export': 'exports.open',
};

const byCommand = Object.fromEntries(Object.entries(commands).map(([id, command]) => [command, id]));

/** Whether a person may use a command; what it would answer is left unsaid. */
async function mayUse(userId: string, group: string, name: string): Promise<boolean> {
  const found = it.desk.slack.commands.find(group as never, name);
  const context = {
    workspace: it.workspace,
    userId,
    args: name === 'take' ? 'T-1001' : '',
    channelId: '',
    key: `${userId} ${group} ${name}`,
    log: it.desk.log,
    client: await it.desk.slack.client(it.workspace),
    ack: async () => {},
    respond: async () => {},
    openModal: async () => 'V0',
  } satisfies CommandContext;
  try {
    await found?.subcommand.handler(context);
    return true;
  } catch (error) {
    return !(error instanceof NotAllowed);
  }
}

describe.each<[Role]>(ROLES.map((role) => [role]))('the Home of a %s', (role) => {
  test('has an element for every command that they may use', async () => {
    const { desk, workspace } = it;
    const userId = role === 'owner' ? people.owner : people.dee;
    await setRoles(desk, { workspace, userId, roles: [role] });
    const content = await homeContent(desk, { workspace, userId, filters: {}, page: 0 });
    const home = JSON.stringify(homeView(content));
    const lacking: string[] = [];
    for (const group of desk.slack.commands.groups())
      for (const name of desk.slack.commands.names(group)) {
        const command = `${group} ${name}`;
        const id = elements[command] ?? byCommand[command] ?? 'none';
        if (!home.includes(`"action_id":"${id}"`) && (await mayUse(userId, group, name)))
          lacking.push(command);
      }
    expect(lacking).toEqual([]);
    expect(home).toContain('"action_id":"home.help"');
  });
});
