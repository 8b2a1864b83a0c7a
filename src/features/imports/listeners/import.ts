import type { Desk } from '../../../platform/desk.ts';
import { UserError } from '../../../platform/errors.ts';
import type {
  ActionContext,
  EventContext,
  InteractionContext,
  ShortcutContext,
  SubmissionAnswer,
  SubmissionContext,
} from '../../../platform/slack/index.ts';
import { assertCan, can, getPerson } from '../../people/index.ts';
import { ticketOfThread } from '../../tickets/index.ts';
import { rememberNames } from '../service/names.ts';
import { findImport, type Step, startImport, stepImport } from '../service/start.ts';
import { importSweep } from '../service/work.ts';
import {
  type importModal,
  importView,
  type keysModal,
  keysView,
  type namesModal,
  namesView,
  startedView,
} from '../views/modals.ts';

/** What of a Slack file an import needs. */
interface SlackFile {
  id: string;
  name?: string;
  url_private_download?: string;
}

/** `/stats import` opens the form. */
export const onImport = (desk: Desk) => async (c: InteractionContext) => {
  assertCan(await getPerson(desk, { workspace: c.workspace, userId: c.userId }), 'stats.logForOthers');
  await c.openModal(importView());
};

/** A file was given in the form. */
export const onImportSubmitted =
  (desk: Desk) =>
  async (
    c: SubmissionContext,
    { fields }: { fields: ReturnType<(typeof importModal)['fields']> },
  ): Promise<SubmissionAnswer> => {
    const [file] = fields.files;
    if (!file) throw new UserError('Choose a CSV file.', { field: 'files' });
    const { workspace, userId: by, key } = c;
    await begin(desk, { workspace, by, key, file, day: fields.day ?? null, agent: fields.agent || null });
    return { response_action: 'update', view: startedView() };
  };

/** “Import this file” on a message. */
export const onShortcut = (desk: Desk) => async (c: ShortcutContext) => {
  const files = ((c.message?.files ?? []) as SlackFile[]).filter(isCsv);
  if (files.length === 0) throw new UserError('This message has no CSV file. Use it on a message with one.');
  const { workspace, userId: by, key } = c;
  for (const file of files) await begin(desk, { workspace, by, key, file });
  await c.ack();
  await c.respond('The file is being read. What it would change comes in your messages with the app.');
};

/** Whether a file that a person drops in the app's messages holds figures to import. */
export async function takesFiguresFile(
  desk: Desk,
  { workspace, userId, name }: { workspace: string; userId: string; name: string },
): Promise<boolean> {
  return isCsv({ name }) && can(await getPerson(desk, { workspace, userId }), 'stats.logForOthers');
}

type MessageEvent = {
  channel: string;
  ts: string;
  channel_type?: string;
  user?: string;
  thread_ts?: string;
  files?: SlackFile[];
};

/** Each CSV file that a lead drops in the app's messages, but not on a ticket, starts an import. */
export const onMessage =
  (desk: Desk) =>
  async ({ workspace, event }: EventContext<MessageEvent>) => {
    const { channel, ts, channel_type, user, thread_ts: thread, files = [] } = event;
    if (channel_type !== 'im' || !user || files.length === 0) return;
    if (thread && (await ticketOfThread(desk, workspace, { channel, ts: thread }))) return;
    for (const file of files)
      if (await takesFiguresFile(desk, { workspace, userId: user, name: file.name ?? '' }))
        await begin(desk, { workspace, by: user, key: `message ${channel} ${ts}`, file });
  };

/** A button of the import's message. */
export const onStep = (desk: Desk, step: Step) => async (c: ActionContext) => {
  await stepImport(desk, { workspace: c.workspace, importId: c.value, by: c.userId, step });
  wake(desk, c.workspace);
};

/** “Say who they are”. */
export const onNames = (desk: Desk) => async (c: ActionContext) => {
  const found = await findImport(desk, c.workspace, c.value);
  if (!found?.preview || found.by !== c.userId)
    throw new UserError('This import is someone else’s, or over.');
  await c.openModal(namesView(c.value, found.preview.unknownNames));
};

/** The names were answered: remembered, and the file is read again with them. */
export const onNamesSubmitted =
  (desk: Desk) =>
  async (
    c: SubmissionContext,
    { meta, fields }: { meta: ReturnType<(typeof namesModal)['meta']>; fields: Record<string, unknown> },
  ): Promise<undefined> => {
    assertCan(await getPerson(desk, { workspace: c.workspace, userId: c.userId }), 'stats.logForOthers');
    const answers = meta.names.map((name, index) => {
      const chosen = fields[`name${index}`];
      return [name, typeof chosen === 'string' ? chosen : null] as const;
    });
    await rememberNames(desk, c.workspace, new Map(answers));
    const { workspace, userId: by } = c;
    await stepImport(desk, { workspace, importId: meta.importId, by, step: 'readAgain' });
    wake(desk, workspace);
  };

/** “Answer”: the day or agent of all rows of a file that does not say. */
export const onKeys = (desk: Desk) => async (c: ActionContext) => {
  const found = await findImport(desk, c.workspace, c.value);
  if (found?.state !== 'asking' || found.by !== c.userId)
    throw new UserError('This import is someone else’s, or has moved on.');
  await c.openModal(keysView(c.value, found.asks));
};

/** The day or agent was said: the file is read with it. */
export const onKeysSubmitted =
  (desk: Desk) =>
  async (
    c: SubmissionContext,
    {
      meta,
      fields,
    }: { meta: ReturnType<(typeof keysModal)['meta']>; fields: ReturnType<(typeof keysModal)['fields']> },
  ): Promise<undefined> => {
    const { workspace, userId: by } = c;
    await stepImport(desk, { workspace, importId: meta.importId, by, step: 'readAgain', said: fields });
    wake(desk, workspace);
  };

/** Starts the import of one file; `key` names the act by which it was given. */
async function begin(
  desk: Desk,
  {
    workspace,
    by,
    key,
    file,
    day = null,
    agent = null,
  }: {
    workspace: string;
    by: string;
    key: string;
    file: SlackFile;
    day?: string | null;
    agent?: string | null;
  },
): Promise<void> {
  const url = file.url_private_download;
  if (!url) throw new UserError('This file cannot be read by the app. Send it to the app directly.');
  const fileName = file.name ?? 'file.csv';
  await startImport(desk, { workspace, by, key: `${key} ${file.id}`, fileName, url, day, agent });
  wake(desk, workspace);
}

function wake(desk: Desk, workspace: string): void {
  void desk.jobs.runNow(importSweep, workspace).catch((error: unknown) => {
    desk.log.warn({ error }, 'imports go on with the next sweep');
  });
}

function isCsv({ name }: { name?: string }): boolean {
  return /\.(csv|tsv)$/i.test(name ?? '');
}
