import type { User } from './records.ts';
import type { Seed } from './seed.ts';
import type { World } from './world.ts';

const createdSeconds = 1_700_000_000;

/** Puts the seed's teams, people and channels into a world that has none, and the app's installation. */
export function plant(world: World, seed: Seed): void {
  if (world.teams.size === 0) plantPeople(world, seed);
  const home = seed.teams[0]?.id ?? '';
  if (seed.app.installed && !world.installations.get(home)) {
    install(world, home, { botUser: seed.app.botUser, botId: seed.app.botId, token: seed.app.botToken });
    for (const channel of seed.channels.filter((each) => each.bot)) {
      const stored = world.channels.get(channel.id);
      if (stored)
        world.channels.set(stored.id, { ...stored, members: [...stored.members, seed.app.botUser] });
    }
  }
  world.tokens.set(seed.app.appToken, {
    token: seed.app.appToken,
    kind: 'app',
    team: home,
    user: '',
    scopes: ['connections:write', 'authorizations:read'],
    revoked: world.tokens.get(seed.app.appToken)?.revoked ?? false,
  });
  refreshScopes(world);
}

function plantPeople(world: World, seed: Seed): void {
  const home = seed.teams[0]?.id ?? '';
  for (const team of seed.teams) world.teams.set(team.id, team);
  for (const { team = home, ...user } of seed.users) {
    world.users.set(user.id, {
      ...user,
      team,
      displayName: user.displayName ?? user.name,
      isBot: false,
      deleted: false,
      updated: createdSeconds,
    });
  }
  for (const channel of seed.channels) {
    const team = channel.team ?? home;
    const everyone = world.users.filter((user) => user.team === team && !user.isGuest).map((user) => user.id);
    const members = channel.members ?? everyone;
    world.channels.set(channel.id, {
      id: channel.id,
      team,
      name: channel.name,
      kind: channel.private ? 'private' : 'public',
      members,
      creator: members[0] ?? '',
      created: createdSeconds,
      topic: channel.topic,
      purpose: '',
      archived: false,
      lastRead: {},
    });
  }
}

/** Installs the app in a team: its bot user, and a bot token with the manifest's scopes. */
export function install(
  world: World,
  team: string,
  ids: { botUser: string; botId: string; token: string; expiresAt?: number },
): void {
  const name = world.manifest.features.bot_user?.display_name ?? world.manifest.display_information.name;
  const bot: User = {
    id: ids.botUser,
    team,
    name: name.toLowerCase().replaceAll(/[^a-z0-9_.-]/g, ''),
    realName: world.manifest.display_information.name,
    displayName: name,
    title: '',
    email: '',
    tz: 'America/Los_Angeles',
    isBot: true,
    isAdmin: false,
    isOwner: false,
    isGuest: false,
    deleted: false,
    updated: createdSeconds,
  };
  world.users.set(bot.id, bot);
  world.installations.set(team, { team, botUser: ids.botUser, botId: ids.botId, active: true });
  world.tokens.set(ids.token, {
    token: ids.token,
    kind: 'bot',
    team,
    user: ids.botUser,
    scopes: world.manifest.oauth_config.scopes.bot,
    revoked: false,
    ...(ids.expiresAt && { expiresAt: ids.expiresAt }),
  });
}

/** A changed manifest takes effect at the next start, as if the app had been reinstalled. */
function refreshScopes(world: World): void {
  const { bot, user } = world.manifest.oauth_config.scopes;
  for (const token of world.tokens.filter((each) => each.kind !== 'app'))
    world.tokens.set(token.token, { ...token, scopes: token.kind === 'bot' ? bot : user });
}
