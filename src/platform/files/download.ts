import type { Desk } from '../desk.ts';
import { UserError } from '../errors.ts';

/** Slack does not have the file any more. */
export class FileGone extends Error {}

/** The file is larger than may be. */
export class FileTooLarge extends UserError {}

/** The file's address is none of Slack's: the app's token must not go there. */
export class FileElsewhere extends UserError {}

/** Where Slack keeps the files of its workspaces. */
const slackHosts = /(?:^|\.)(?:slack\.com|slack-files\.com|slack-gov\.com)$/;
const goneStatuses = [404, 410];
const longestMilliseconds = 60_000;

type SlackSide = Pick<Desk, 'config' | 'slack'>;

/**
 * Opens a file that a person gave to the app in Slack, by its `url_private_download`.
 * @throws FileElsewhere when it is kept outside Slack (https://docs.slack.dev/messaging/working-with-files, remote files).
 * @throws FileGone when it was deleted.
 */
export async function openFromSlack(
  desk: SlackSide,
  workspace: string,
  url: string,
  withinMilliseconds = longestMilliseconds,
): Promise<ReadableStream<Uint8Array>> {
  if (!isOfSlack(desk, url)) throw new FileElsewhere('This file is kept outside Slack. Upload it to Slack.');
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${await desk.slack.botToken(workspace)}` },
    signal: AbortSignal.timeout(withinMilliseconds),
  });
  if (goneStatuses.includes(response.status)) throw new FileGone('a file is gone from Slack');
  if (!response.ok || !response.body)
    throw new Error(`a download from Slack was answered with ${response.status}`);
  return response.body;
}

/**
 * Downloads such a file.
 * @throws FileTooLarge when it is larger than `maxBytes`; the download stops there. Else like `openFromSlack`.
 */
export async function downloadFromSlack(
  desk: SlackSide,
  workspace: string,
  url: string,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of await openFromSlack(desk, workspace, url)) {
    size += chunk.byteLength;
    if (size > maxBytes)
      throw new FileTooLarge(`The file is larger than ${Math.floor(maxBytes / 1_048_576)} MB.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Slack's own, or on the machine that answers for Slack. */
function isOfSlack({ config }: SlackSide, url: string): boolean {
  const address = URL.parse(url);
  if (!address) return false;
  if (config.SLACK_API_URL && address.host === new URL(config.SLACK_API_URL).host) return true;
  return address.protocol === 'https:' && slackHosts.test(address.hostname);
}
