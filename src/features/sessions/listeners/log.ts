import type { Desk } from '../../../platform/desk.ts';
import { FieldErrors, UserError } from '../../../platform/errors.ts';
import { downloadFromSlack } from '../../../platform/files/index.ts';
import type {
  ActionContext,
  InteractionContext,
  SubmissionAnswer,
  SubmissionContext,
} from '../../../platform/slack/index.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { parseSessions } from '../domain/parse.ts';
import { customerKey } from '../domain/record.ts';
import { earlierRecords, keepText, keptText, logSessions } from '../service/log.ts';
import { named } from '../service/report.ts';
import { recordOf } from '../views/inputs.ts';
import {
  type confirmModal,
  confirmView,
  doneView,
  type formModal,
  logView,
  type textModal,
  type Way,
} from '../views/log.ts';

const largestFile = 1_048_576;

type FieldsOf<Form extends { fields: (view: never) => unknown }> = ReturnType<Form['fields']>;

/** `/session log` opens the form. */
export const onLog = (desk: Desk) => async (c: InteractionContext) => {
  assertCan(await getPerson(desk, { workspace: c.workspace, userId: c.userId }), 'session.log');
  await c.openModal(logView('paste'));
};

/** Another way of logging was chosen. */
export const onPickWay = () => async (c: ActionContext) => {
  await c.ack();
  if (c.view)
    await c.client.views.update({ view_id: c.view.id, hash: c.view.hash, view: logView(c.value as Way) });
};

/** Text or a file was given: saved when all is well, else asked about. */
export const onText =
  (desk: Desk) =>
  async (
    c: SubmissionContext,
    { fields }: { fields: FieldsOf<typeof textModal> },
  ): Promise<SubmissionAnswer> => {
    const [file] = fields.files ?? [];
    const text = file ? await download(desk, c.workspace, file.url_private_download) : (fields.text ?? '');
    if (text.trim() === '')
      throw new UserError('There is nothing in it. A record begins with “Customer: …”.', {
        field: file ? 'files' : 'text',
      });
    return decide(desk, c, text);
  };

async function decide(desk: Desk, c: SubmissionContext, text: string): Promise<SubmissionAnswer> {
  const { workspace } = c;
  const parsed = parseSessions(text);
  const records = parsed.good.map(({ record }) => record);
  const earlier = await earlierRecords(desk, workspace, records);
  if (parsed.bad.length > 0 || earlier.size > 0) {
    const intake = await keepText(desk, { workspace, by: c.userId, text });
    const onFile = await named(desk, c.workspace, [...earlier.values()]);
    // Above the form, so that Back leads to what was typed.
    return { response_action: 'push', view: confirmView(intake, parsed, onFile) };
  }
  const result = await logSessions(desk, {
    workspace,
    by: c.userId,
    key: c.key,
    records,
    duplicates: 'keep',
  });
  return { response_action: 'update', view: doneView(result) };
}

/** The person agreed to what was asked. */
export const onConfirm =
  (desk: Desk) =>
  async (
    c: SubmissionContext,
    {
      meta,
      fields,
    }: { meta: ReturnType<(typeof confirmModal)['meta']>; fields: FieldsOf<typeof confirmModal> },
  ): Promise<SubmissionAnswer> => {
    const { workspace } = c;
    const text = await keptText(desk, { workspace, by: c.userId, id: meta.intake });
    const records = parseSessions(text).good.map(({ record }) => record);
    const { duplicates } = fields;
    const result = await logSessions(desk, { workspace, by: c.userId, key: c.key, records, duplicates });
    return { response_action: 'update', view: doneView(result) };
  };

/** One record by form; a customer on file is asked about like in a text. */
export const onForm =
  (desk: Desk) =>
  async (
    c: SubmissionContext,
    { fields }: { fields: FieldsOf<typeof formModal> },
  ): Promise<SubmissionAnswer> => {
    const record = recordOf(fields);
    if ('errors' in record) throw new FieldErrors(record.errors);
    const { workspace } = c;
    const earlier = await earlierRecords(desk, workspace, [record]);
    if (earlier.has(customerKey(record.customer))) return decide(desk, c, asText(record));
    const result = await logSessions(desk, {
      workspace,
      by: c.userId,
      key: c.key,
      records: [record],
      duplicates: 'keep',
    });
    return { response_action: 'update', view: doneView(result) };
  };

function asText(record: Exclude<ReturnType<typeof recordOf>, { errors: unknown }>): string {
  const one = (text: string) => text.replace(/\s+/g, ' ');
  return [
    `Customer: ${one(record.customer)}`,
    `Region: ${one(record.region)}`,
    `Sessions: ${record.sessions}`,
    `Source: ${one(record.source)}`,
    `Destination: ${one(record.destination)}`,
    ...(record.minutes === null ? [] : [`Time Consumed: ${record.minutes} mins`]),
    ...(record.observation ? [`Observation: ${record.observation}`] : []),
  ].join('\n');
}

async function download(desk: Desk, workspace: string, url: string): Promise<string> {
  const bytes = await downloadFromSlack(desk, workspace, url, largestFile);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
