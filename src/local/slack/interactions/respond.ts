import { appCaller } from '../api/app-caller.ts';
import { checkBlocks } from '../blocks/check.ts';
import type { Json } from '../control/types.ts';
import { edit, post, remove, whisper } from '../conversation/post.ts';
import type { World } from '../state/world.ts';

const maxUses = 5;

/**
 * Uses a response URL: a new message (ephemeral unless `in_channel`), or the replacement or deletion of the
 * message it came from. @returns Slack's error code when it is not allowed.
 */
export function respond(
  world: World,
  id: string,
  body: Json,
  options: { counts: boolean },
): string | undefined {
  const url = world.responseUrls.get(id);
  if (!url) return 'invalid_url';
  if (world.tuning.protocolNow() > url.expiresAt) return 'expired_url';
  if (options.counts && url.uses >= maxUses) return 'used_url';
  const channel = world.channels.get(url.channel);
  if (!channel) return 'channel_not_found';
  if (options.counts) world.responseUrls.set(id, { ...url, uses: url.uses + 1 });
  const original = url.ts === undefined ? undefined : world.messages.get(url.channel, url.ts);
  if (body.delete_original === true || body.delete_original === 'true') {
    if (original) remove(world, channel, original);
    return undefined;
  }
  const content = {
    text: String(body.text ?? ''),
    ...(Array.isArray(body.blocks) && { blocks: body.blocks as Json[] }),
    ...(Array.isArray(body.attachments) && { attachments: body.attachments as Json[] }),
  };
  if (content.text === '' && !content.blocks && !content.attachments) return 'no_text';
  if (content.blocks && checkBlocks(appCaller(world, url.team), content.blocks, '/blocks').length > 0)
    return 'invalid_blocks';
  if ((body.replace_original === true || body.replace_original === 'true') && original) {
    edit(world, channel, original, { blocks: [], ...content });
    return undefined;
  }
  const installation = world.installations.get(url.team);
  const threadTs = typeof body.thread_ts === 'string' ? body.thread_ts : url.thread_ts;
  const draft = {
    ...content,
    user: installation?.botUser,
    bot_id: installation?.botId,
    app_id: world.app.id,
    team: url.team,
    ...(threadTs && { thread_ts: threadTs }),
  };
  if (body.response_type === 'in_channel') post(world, channel, draft);
  else whisper(world, channel, { ...draft, to: url.user });
  return undefined;
}
