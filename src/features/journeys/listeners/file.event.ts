import type { Desk } from '../../../platform/desk.ts';
import { downloadFromSlack } from '../../../platform/files/index.ts';
import { priority } from '../../../platform/outbox/index.ts';
import { can, getPerson } from '../../people/index.ts';
import { ticketOfThread } from '../../tickets/index.ts';
import { MAX_BYTES } from '../definition.ts';
import { importDraft, reviewDraft } from '../service/drafts.ts';
import { nameOf } from '../service/names.ts';
import { readJourney } from '../service/read-journey.ts';
import { importedMessage } from '../views/imported.ts';

type FileEvent = {
  channel: string;
  channel_type: string;
  user?: string;
  ts: string;
  thread_ts?: string;
  files?: { id: string; name?: string }[];
};

const YAML = /\.ya?ml$/i;

/** Whether a file that a person drops in the app's direct messages is a journey for the builder. */
export async function takesJourneyFile(
  desk: Desk,
  { workspace, userId, name }: { workspace: string; userId: string; name: string },
): Promise<boolean> {
  return YAML.test(name) && can(await getPerson(desk, { workspace, userId }), 'journey.edit');
}

/** A journey dropped in the app's direct messages, but not on a ticket, becomes a draft, or is answered with what is wrong in it. */
export function listenForFiles(desk: Desk): void {
  desk.slack.event<FileEvent>('message', async ({ workspace, event, client }) => {
    const { channel, channel_type, user: by, thread_ts: thread, files = [] } = event;
    if (channel_type !== 'im' || !by || files.length === 0) return;
    if (thread && (await ticketOfThread(desk, workspace, { channel, ts: thread }))) return;
    for (const { id, name = '' } of files) {
      if (!(await takesJourneyFile(desk, { workspace, userId: by, name }))) continue;
      const { file } = await client.files.info({ file: id });
      // A file that is kept outside Slack has no such address, and the app's token is not for elsewhere.
      const url = file?.url_private_download ?? '';
      const bytes = await downloadFromSlack(desk, workspace, url, MAX_BYTES).catch(() => null);
      const message = await readFile(desk, { workspace, by, name, text: bytes?.toString('utf8') ?? null });
      await desk.outbox.enqueue([
        {
          workspace,
          key: `journey file ${id}`,
          stream: `journeys for ${by}`,
          priority: priority.answer,
          kind: 'post',
          payload: { channel: event.channel, thread_ts: event.ts, ...message },
        },
      ]);
    }
  });
}

async function readFile(
  desk: Desk,
  { workspace, by, name, text }: { workspace: string; by: string; name: string; text: string | null },
) {
  if (text === null)
    return importedMessage({
      name,
      faults: [
        { line: null, message: `The file could not be read, or is larger than ${MAX_BYTES / 1024} kB.` },
      ],
    });
  const { value, faults } = await readJourney(text);
  if (!value) return importedMessage({ name, faults });
  const { draft, replaced } = await importDraft(desk, { workspace, by, journey: value });
  const { changes } = await reviewDraft(desk, draft);
  const was = replaced ? `${await nameOf(desk, workspace, replaced.changedBy)} ${replaced.lastChange}` : null;
  return importedMessage({ name, key: draft.key, changes, replaced: was });
}
