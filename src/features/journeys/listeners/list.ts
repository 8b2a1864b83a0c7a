import { stringify } from 'yaml';
import type { Desk } from '../../../platform/desk.ts';
import { UserError } from '../../../platform/errors.ts';
import { priority } from '../../../platform/outbox/index.ts';
import type { ActionContext, InteractionContext, SubmissionContext } from '../../../platform/slack/index.ts';
import { ids, JOURNEY_MENU } from '../ids.ts';
import { allDrafts, discardDraft, findDraft, openDraft, reviewDraft } from '../service/drafts.ts';
import { journeyFigures } from '../service/figures.ts';
import { applyManifests } from '../service/manifests.ts';
import { nameOf } from '../service/names.ts';
import { archiveJourney, journeyHead, journeyHeads, journeyVersions, rollBack } from '../service/versions.ts';
import { figuresView } from '../views/figures.ts';
import {
  journeysView,
  LIST_PAGE,
  type ListTarget,
  listModal,
  rollbackModal,
  rollbackView,
  sureModal,
  sureView,
} from '../views/list.ts';
import { allow } from './builder.ts';

/** `/desk journeys`: the list and the menus of its journeys. */
export function listenForList(desk: Desk): void {
  const { slack } = desk;
  slack.command({
    command: 'desk',
    name: 'journeys',
    description: 'Build the forms that requesters fill in',
    handler: async (c) => void (await c.openModal(await listOf(desk, c, 0))),
  });
  slack.action(ids.listMore, (c) => fromMenu(desk, c));
  slack.action(ids.listPage, async (c) => {
    const view = await listOf(desk, c, Number(c.value));
    await c.ack();
    await c.client.views.update({ view_id: String(c.view?.id), view });
  });
  slack.modal(rollbackModal, async (c, { meta, fields: { version } }) => {
    await allow(desk, c);
    await rollBack(desk, { workspace: c.workspace, key: meta.key, version, by: c.userId });
    await showList(desk, c, meta, `✅ Version ${version} of \`${meta.key}\` is active now.`);
    return undefined;
  });
  slack.modal(sureModal, async (c, { meta }) => {
    await allow(desk, c);
    const { key, rev } = meta;
    const { workspace, userId: by } = c;
    if (meta.what === 'discard') await discardDraft(desk, { workspace, key, rev });
    else await archiveJourney(desk, { workspace, key, by });
    const done = meta.what === 'discard' ? `The draft of \`${key}\` is gone.` : `\`${key}\` is archived.`;
    await showList(desk, c, meta, done);
    return undefined;
  });
}

async function showList(
  desk: Desk,
  c: SubmissionContext,
  { list, page }: ListTarget,
  note: string,
): Promise<void> {
  await c.client.views.update({ view_id: list, view: await listOf(desk, c, page, note) });
}

async function listOf(desk: Desk, c: InteractionContext, page: number, note = '') {
  await allow(desk, c);
  const { workspace } = c;
  let heads = await journeyHeads(desk, workspace);
  if (heads.length === 0) {
    await applyManifests(desk, workspace);
    heads = await journeyHeads(desk, workspace);
  }
  const drafts = await allDrafts(desk, workspace);
  const unborn = drafts.filter(({ key }) => !heads.some((head) => head.key === key));
  const all = [
    ...heads.map((head) => ({ key: head.key, title: head.title, head })),
    ...unborn.map(({ key, title }) => ({ key, title, head: null })),
  ];
  const shown = all.slice(page * LIST_PAGE, (page + 1) * LIST_PAGE);
  const figures = await journeyFigures(
    desk,
    workspace,
    shown.map(({ key }) => key),
  );
  const listed = shown.map((one) => ({
    ...one,
    draft: drafts.some(({ key }) => key === one.key),
    figures: figures.get(one.key)?.total,
  }));
  return journeysView(listed, page, all.length, note);
}

async function fromMenu(desk: Desk, c: ActionContext): Promise<void> {
  await allow(desk, c);
  const { workspace } = c;
  const [name, key = ''] = c.value.split(':');
  const entry = JOURNEY_MENU.find((one) => one === name);
  if (!entry || !c.view) return;
  const where = { key, list: c.view.id, page: listModal.meta(c.view).page };
  const head = await journeyHead(desk, workspace, key);
  if (entry === 'figures') {
    const figures = (await journeyFigures(desk, workspace, [key])).get(key);
    await c.openModal(figuresView(head?.title ?? key, figures, head?.active ?? null));
  }
  if (entry === 'rollback') {
    if (!head) throw new UserError('It was never published, so there is nothing to go back to.');
    const versions = await journeyVersions(desk, workspace, key);
    const names = new Map<string, string>();
    for (const { by } of versions) if (!names.has(by)) names.set(by, await nameOf(desk, workspace, by));
    await c.openModal(rollbackView(where, versions, names, head.active));
  }
  if (entry === 'archive') {
    if (!head) throw new UserError('It was never published. Throw its draft away instead.');
    if (head.active === null)
      throw new UserError('It is archived already. Versions and roll back brings it back.');
    await c.openModal(sureView({ ...where, rev: head.rev }, 'archive', head.title, []));
  }
  if (entry === 'discard') await askToDiscard(desk, c, where);
  if (entry === 'export') await exportYaml(desk, c, key);
}

async function askToDiscard(desk: Desk, c: ActionContext, where: ListTarget): Promise<void> {
  const draft = await findDraft(desk, c.workspace, where.key);
  if (!draft) throw new UserError('There is no draft: nothing was changed since it was published.');
  const { changes } = await reviewDraft(desk, draft);
  const by = await nameOf(desk, c.workspace, draft.changedBy);
  const lost = [...changes, `Last change: ${by} ${draft.lastChange}`];
  await c.openModal(sureView({ ...where, rev: draft.rev }, 'discard', draft.definition.title, lost));
}

/** Sends the draft, else the active version, as a file to the asker's direct messages. */
async function exportYaml(desk: Desk, c: ActionContext, key: string): Promise<void> {
  const { workspace, userId: user } = c;
  const { definition } = await openDraft(desk, workspace, key);
  await desk.outbox.enqueue([
    {
      workspace,
      key: `journey ${key} for ${c.key}`,
      stream: `journeys for ${user}`,
      priority: priority.answer,
      kind: 'journeys.file',
      payload: { user, name: `${key}.yml`, text: stringify(definition) },
    },
  ]);
  const page = c.view ? listModal.meta(c.view).page : 0;
  const view = await listOf(desk, c, page, `\`${key}.yml\` is on its way to your messages with the app.`);
  await c.ack();
  await c.client.views.update({ view_id: String(c.view?.id), view });
}
