import { nanoid } from 'nanoid';
import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext, InteractionContext, SubmissionContext } from '../../../platform/slack/index.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { registerAudited } from '../../settings/index.ts';
import { labelsOf } from '../domain/fields-text.ts';
import { ids } from '../ids.ts';
import { nameOf } from '../service/names.ts';
import { presetNow, presetsOf, savePreset, undoPreset } from '../service/presets.ts';
import {
  type Kind,
  type PresetMeta,
  presetListModal,
  presetListView,
  replyPresetModal,
  replyPresetView,
  replyPreviewView,
  templatePresetModal,
  templatePresetView,
} from '../views/presets.ts';

/** `/desk replies` and `/desk templates`: what managers write once for everybody. */
export function listenForPresets(desk: Desk): void {
  const { slack } = desk;
  const openList = (kind: Kind) => async (c: InteractionContext) => {
    await mayEdit(desk, c);
    await c.openModal(await listOf(desk, c.workspace, kind));
  };
  slack.command({
    command: 'desk',
    name: 'replies',
    description: 'Edit canned replies',
    handler: openList('reply'),
  });
  slack.command({
    command: 'desk',
    name: 'templates',
    description: 'Edit ticket templates',
    handler: openList('template'),
  });
  const editReply = async (c: ActionContext) => {
    const { preset, meta } = await chosen(desk, c, 'reply');
    await c.openModal(replyPresetView(preset?.value ?? null, meta));
  };
  const editTemplate = async (c: ActionContext) => {
    const { preset, meta } = await chosen(desk, c, 'template');
    await c.openModal(templatePresetView(preset?.value ?? null, meta));
  };
  slack.action(ids.editReply, editReply);
  slack.action(ids.editTemplate, editTemplate);
  slack.action(ids.newPreset, (c) => (c.value === 'template' ? editTemplate(c) : editReply(c)));
  slack.action(ids.previewReply, async (c) => {
    const text = String(c.fields.text ?? '');
    await c.openModal(replyPreviewView(text, await nameOf(desk, c.workspace, c.userId)));
  });
  slack.modal(replyPresetModal, async (c, { meta, fields }) => {
    const value = { ...fields, key: meta.key };
    await savePreset(desk, { ...by(c), kind: 'reply', key: meta.key, value, rev: meta.rev });
    return saved(desk, c, meta, 'reply', `“${value.title}” is saved.`);
  });
  slack.modal(templatePresetModal, async (c, { meta, fields: { title, ...fields } }) => {
    const value = { ...fields, ...labelsOf(fields), key: meta.key, title };
    await savePreset(desk, { ...by(c), kind: 'template', key: meta.key, value, rev: meta.rev });
    return saved(desk, c, meta, 'template', `“${title}” is saved.`);
  });
  slack.action(ids.removePreset, (c) => remove(desk, c));
  registerAudited(desk, 'preset', {
    now: (workspace, { after }) => presetNow(desk, workspace, after),
    undo: (workspace, entry) => undoPreset(desk, workspace, entry),
  });
}

const by = ({ workspace, userId }: InteractionContext) => ({ workspace, by: userId });

async function mayEdit(desk: Desk, c: InteractionContext): Promise<void> {
  assertCan(await getPerson(desk, c), 'preset.edit');
}

async function listOf(desk: Desk, workspace: string, kind: Kind, done = '') {
  const presets = await presetsOf(desk, workspace, kind);
  return presetListView(
    kind,
    presets.map(({ value }) => value),
    done,
  );
}

/** The one whose Edit was pressed, or what a new one begins with. */
async function chosen<K extends Kind>(desk: Desk, c: ActionContext, kind: K) {
  await mayEdit(desk, c);
  const preset = (await presetsOf(desk, c.workspace, kind)).find(({ value }) => value.key === c.value);
  const list = c.view?.callback_id === presetListModal.id ? { list: c.view.id } : {};
  const meta: PresetMeta = { key: preset?.value.key ?? nanoid(10), rev: preset?.rev ?? 0, ...list };
  return { preset, meta };
}

/** The form closes, and the list behind it shows the change. */
function saved(desk: Desk, c: SubmissionContext, { list }: PresetMeta, kind: Kind, done: string): undefined {
  if (list) c.afterAnswer(() => redrawList(desk, c, list, kind, done));
}

async function redrawList(
  desk: Desk,
  { workspace, client }: InteractionContext,
  list: string,
  kind: Kind,
  done: string,
): Promise<void> {
  const view = await listOf(desk, workspace, kind, done);
  await client.views.update({ view_id: list, view });
}

/** Removes what the open form edits; form and list show what is left. */
async function remove(desk: Desk, c: ActionContext): Promise<void> {
  const [name, key = ''] = c.value.split(':');
  const kind: Kind = name === 'template' ? 'template' : 'reply';
  if (!c.view) return;
  const { rev, list } = (kind === 'reply' ? replyPresetModal : templatePresetModal).meta(c.view);
  await savePreset(desk, { ...by(c), kind, key, value: null, rev });
  await c.ack();
  const done = 'It is removed. An owner can bring it back with `/desk audit`.';
  await redrawList(desk, c, c.view.id, kind, done);
  if (list) await redrawList(desk, c, list, kind, done);
}
