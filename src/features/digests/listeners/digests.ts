import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext, InteractionContext, SubmissionContext } from '../../../platform/slack/index.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { getSettings } from '../../settings/index.ts';
import { sendMissed, testDigest } from '../service/ask.ts';
import { getDigest, listDigests, pauseDigest, removeDigest, saveDigest } from '../service/manage.ts';
import { digestSweep } from '../service/send.ts';
import { type digestModal, digestView, listView } from '../views/modals.ts';

/** `/desk digests` lists them. */
export const onDigests = (desk: Desk) => async (c: InteractionContext) => {
  await c.openModal(listView(await listDigests(desk, { workspace: c.workspace, by: c.userId })));
};

/** “Add a digest”. */
export const onAdd = (desk: Desk) => async (c: ActionContext) => {
  assertCan(await getPerson(desk, c), 'digest.edit');
  const { timeZone } = await getSettings(desk, c.workspace);
  await c.openModal(digestView({ timeZone }, c.view?.id ?? ''));
};

/** “Edit”. */
export const onEdit = (desk: Desk) => async (c: ActionContext) => {
  const digest = await getDigest(desk, { workspace: c.workspace, by: c.userId, key: c.value });
  await c.openModal(digestView(digest, c.view?.id ?? ''));
};

type Form = typeof digestModal;

/** The form was saved; the list below shows it. */
export const onSaved =
  (desk: Desk) =>
  async (
    c: SubmissionContext,
    { meta, fields }: { meta: ReturnType<Form['meta']>; fields: ReturnType<Form['fields']> },
  ): Promise<undefined> => {
    const { agent, teamLeader, supervisor, ...change } = fields;
    const filters = {
      ...(agent ? { agent } : {}),
      ...(teamLeader ? { teamLeader } : {}),
      ...(supervisor ? { supervisor } : {}),
    };
    const by = { workspace: c.workspace, by: c.userId };
    await saveDigest(desk, { ...by, key: meta.key, rev: meta.rev, change: { ...change, filters } });
    await c.client.views.update({ view_id: meta.listView, view: listView(await listDigests(desk, by)) });
  };

/** “Test send to me”: the digest comes in the person's own messages. */
export const onTest = (desk: Desk) => async (c: ActionContext) => {
  await testDigest(desk, { workspace: c.workspace, by: c.userId, key: c.value, request: c.key });
  await c.ack();
  await desk.jobs.runNow(digestSweep, c.workspace);
};

/** “Pause” and “Go on”. */
export const onPause = (desk: Desk) => async (c: ActionContext) => {
  await pauseDigest(desk, { workspace: c.workspace, by: c.userId, key: c.value });
  await showList(desk, c);
};

/** “Remove”. */
export const onRemove = (desk: Desk) => async (c: ActionContext) => {
  await removeDigest(desk, { workspace: c.workspace, by: c.userId, key: c.value });
  await showList(desk, c);
};

async function showList(desk: Desk, c: ActionContext): Promise<void> {
  await c.ack();
  if (!c.view) return;
  const digests = await listDigests(desk, { workspace: c.workspace, by: c.userId });
  await c.client.views.update({ view_id: c.view.id, view: listView(digests) });
}

/** “Send now” under the word that a digest was missed. */
export const onSendNow = (desk: Desk) => async (c: ActionContext) => {
  const [key = '', ...on] = c.value.split(' ');
  await sendMissed(desk, { workspace: c.workspace, by: c.userId, key, on: on.join(' ') });
  await c.ack();
  await c.respond({ text: 'It is being sent.', replaceOriginal: true });
  await desk.jobs.runNow(digestSweep, c.workspace);
};
