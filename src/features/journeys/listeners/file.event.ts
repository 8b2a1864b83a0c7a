import type { Desk } from '../../../platform/desk.ts';
import { downloadFromSlack } from '../../../platform/files/index.ts';
import { priority } from '../../../platform/outbox/index.ts';
import { can, getPerson } from '../../people/index.ts';
import { parseJourney } from '../definition.ts';
import { importDraft, reviewDraft } from '../service/drafts.ts';
import { importedMessage } from '../views/imported.ts';

type FileEvent = {
  channel: string;
  channel_type: string;
  user?: string;
  ts: string;
  files?: { id: string; name?: string }[];
};

const YAML = /\.ya?ml$/i;
const MAX_BYTES = 1_048_576;

/** A journey dropped in the app's direct messages becomes a draft, or is answered with what is wrong in it. */
export function listenForFiles(desk: Desk): void {
  desk.slack.event<FileEvent>('message', async ({ workspace, event, client }) => {
    const files = (event.files ?? []).filter(({ name }) => YAML.test(name ?? ''));
    if (event.channel_type !== 'im' || !event.user || files.length === 0) return;
    const by = event.user;
    if (!can(await getPerson(desk, { workspace, userId: by }), 'journey.edit')) return;
    for (const { id, name = 'journey.yml' } of files) {
      const { file } = await client.files.info({ file: id });
      const url = file?.url_private_download ?? file?.url_private ?? '';
      const bytes = await downloadFromSlack(url, await desk.slack.botToken(workspace), MAX_BYTES).catch(
        () => null,
      );
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
      faults: [{ line: null, message: 'The file could not be read, or is larger than 1 MB.' }],
    });
  const { value, faults } = parseJourney(text);
  if (!value) return importedMessage({ name, faults });
  const draft = await importDraft(desk, { workspace, by, journey: value });
  const { changes } = await reviewDraft(desk, draft);
  return importedMessage({ name, key: draft.key, changes });
}
