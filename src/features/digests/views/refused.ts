import type { KnownBlock } from '@slack/types';
import { button, escapeText, row, section } from '../../../platform/slack/index.ts';
import { ids } from '../ids.ts';
import type { DigestRun } from '../model.ts';

/** A message about a digest that is not there. */
export type Told = { text: string; blocks: KnownBlock[] };

/** What owners are told when Slack will not have a digest in its channel; there is time to mend it. */
export function waitingMessage(run: DigestRun, code: string): Told {
  return words(
    `${nameOf(run)} is not posted yet: ${refusal(code, run.channel)}, or choose another channel with \`/desk digests\`. It is tried again every few minutes for 24 hours.`,
  );
}

/** What owners are told when a digest could not be posted for a day. */
export function missedMessage(run: DigestRun): Told {
  const { digest, on, channel } = run;
  const { text, blocks } = words(
    `${nameOf(run)} was missed: it could not be posted in <#${channel}>. Check that the app is in the channel, then send it.`,
  );
  return { text, blocks: [...blocks, row(button(ids.sendNow, 'Send now', `${digest} ${on}`))] };
}

/** What people are told whose test or picture does not come; `why` is Slack's answer, null when it was not asked. */
export function failedMessage(run: DigestRun, why: string | null): Told {
  const name = escapeText(run.content?.name ?? run.definition.name);
  const what = run.definition.span === 'chosen' ? 'Your picture of Home' : `Your test of the digest ${name}`;
  const cause = why === null ? 'its figures could not be read' : `Slack’s answer was \`${escapeText(why)}\``;
  return words(
    `${what} could not be sent: ${cause}. Press the button again. If it fails again, tell an owner: the log of the desk has the cause.`,
  );
}

function nameOf({ content, definition, on }: DigestRun): string {
  return `The digest ${escapeText(content?.name ?? definition.name)} of ${on.slice(0, 10)}`;
}

function refusal(code: string, channel: string): string {
  if (code === 'channel_not_found' || code === 'not_in_channel')
    return `the app is not in <#${channel}>. Invite it there`;
  if (code === 'is_archived' || code === 'channel_is_archived')
    return `<#${channel}> is archived. Unarchive it`;
  return `Slack answered \`${escapeText(code)}\` for <#${channel}>. Let the app post there`;
}

function words(text: string): Told {
  return { text, blocks: [section(text)] };
}
