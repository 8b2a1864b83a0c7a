import { SlackError } from './errors.ts';
import type { Caller } from './method.ts';

/** The sender's fields of a message; another name or icon needs `chat:write.customize`. */
export function senderOf(
  caller: Caller,
  args: { username?: string; icon_emoji?: string; icon_url?: string },
) {
  const isCustom = args.username ?? args.icon_emoji ?? args.icon_url;
  if (isCustom && !caller.token.scopes.includes('chat:write.customize'))
    throw new SlackError('missing_scope', [], {
      needed: 'chat:write.customize',
      provided: caller.token.scopes.join(','),
    });
  return {
    user: caller.user,
    ...(caller.installation && { bot_id: caller.installation.botId, app_id: caller.world.app.id }),
    team: caller.team,
    ...(args.username && { username: args.username }),
    ...((args.icon_emoji ?? args.icon_url) && {
      icons: { emoji: args.icon_emoji, image_48: args.icon_url },
    }),
  };
}
