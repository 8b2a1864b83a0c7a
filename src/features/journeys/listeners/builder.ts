import { stringify } from 'yaml';
import type { Desk } from '../../../platform/desk.ts';
import { UserError } from '../../../platform/errors.ts';
import { priority } from '../../../platform/outbox/index.ts';
import type { ActionContext, InteractionContext } from '../../../platform/slack/index.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { moveQuestion, removeQuestion } from '../domain/edit.ts';
import { ids, JOURNEY_MENU, QUESTION_MENU } from '../ids.ts';
import {
  allDrafts,
  discardDraft,
  editDraft,
  findDraft,
  type JourneyDraft,
  openDraft,
  reviewDraft,
} from '../service/drafts.ts';
import { journeyFigures } from '../service/figures.ts';
import { applyManifests } from '../service/manifests.ts';
import {
  archiveJourney,
  journeyHead,
  journeyHeads,
  journeyVersion,
  journeyVersions,
} from '../service/versions.ts';
import { editorModal, editorView, journeysView } from '../views/builder.ts';
import {
  createView,
  type FormPlace,
  outcomeView,
  questionView,
  reviewView,
  rollbackView,
  titleView,
} from '../views/forms.ts';

/** `/desk journeys`: the list, the editor and their menus. */
export function listenForBuilder(desk: Desk): void {
  const { slack } = desk;
  slack.command({
    command: 'desk',
    name: 'journeys',
    description: 'Build the forms that requesters fill in',
    handler: async (c) => void (await c.openModal(await listOf(desk, c))),
  });
  slack.action(ids.manage, async (c) => void (await c.openModal(await listOf(desk, c))));
  slack.action(ids.create, async (c) => {
    await allow(desk, c);
    await c.openModal(createView());
  });
  slack.action(ids.edit, async (c) => {
    await allow(desk, c);
    const draft = await openDraft(desk, { workspace: c.workspace, key: c.value, by: c.userId });
    await c.openModal(editorView(draft, 0));
  });
  slack.action(ids.listMore, (c) => fromList(desk, c));
  const turn = async (c: ActionContext) => {
    const { draft } = await opened(desk, c);
    await c.ack();
    await show(c, String(c.view?.id), draft, Number(c.value));
  };
  slack.action(ids.newer, turn);
  slack.action(ids.older, turn);
  slack.action(ids.questionMenu, (c) => fromQuestion(desk, c));
  slack.action(ids.addQuestion, async (c) => {
    const { where } = await opened(desk, c);
    await c.openModal(questionView({ ...where, replaces: null, after: null }, null));
  });
  slack.action(ids.outcome, async (c) => {
    const { where, draft } = await opened(desk, c);
    await c.openModal(outcomeView(where, draft.definition));
  });
  slack.action(ids.titleOf, async (c) => {
    const { where, draft } = await opened(desk, c);
    await c.openModal(titleView(where, draft.definition));
  });
  slack.action(ids.review, async (c) => {
    const { where, draft } = await opened(desk, c);
    await c.openModal(reviewView(where, await reviewDraft(desk, draft)));
  });
}

/** Draws the editor again where it stands. */
export async function show(
  c: InteractionContext,
  viewId: string,
  draft: JourneyDraft,
  page: number,
  note = '',
): Promise<void> {
  await c.client.views.update({ view_id: viewId, view: editorView(draft, page, note) });
}

/** @throws NotAllowed unless the person may edit journeys. */
export async function allow(desk: Desk, { workspace, userId }: InteractionContext): Promise<void> {
  assertCan(await getPerson(desk, { workspace, userId }), 'journey.edit');
}

async function listOf(desk: Desk, c: InteractionContext) {
  await allow(desk, c);
  const { workspace } = c;
  let heads = await journeyHeads(desk, workspace);
  if (heads.length === 0) {
    await applyManifests(desk, workspace);
    heads = await journeyHeads(desk, workspace);
  }
  const drafts = await allDrafts(desk, workspace);
  const unborn = drafts.filter(({ key }) => !heads.some((head) => head.key === key));
  const listed = heads.map(async (head) => ({
    key: head.key,
    title: head.title,
    head,
    draft: drafts.some(({ key }) => key === head.key),
    figures: await journeyFigures(desk, { workspace, key: head.key }),
  }));
  return journeysView([
    ...(await Promise.all(listed)),
    ...unborn.map(({ key, definition }) => ({
      key,
      title: definition.title,
      head: null,
      draft: true,
      figures: null,
    })),
  ]);
}

/** The draft of the editor that was clicked in, as it is now, and where its forms lead back to. */
async function opened(desk: Desk, c: ActionContext): Promise<{ draft: JourneyDraft; where: FormPlace }> {
  await allow(desk, c);
  if (!c.view) throw new UserError('Open the journey again with `/desk journeys`.');
  const { key, page } = editorModal.meta(c.view);
  const draft = await openDraft(desk, { workspace: c.workspace, key, by: c.userId });
  return { draft, where: { key, page, rev: draft.rev, editor: c.view.id } };
}

async function fromQuestion(desk: Desk, c: ActionContext): Promise<void> {
  const [name, id = ''] = c.value.split(':');
  const entry = QUESTION_MENU.find((one) => one === name);
  const { draft, where } = await opened(desk, c);
  const question = draft.definition.questions.find((one) => one.id === id) ?? null;
  if (entry === 'edit') await c.openModal(questionView({ ...where, replaces: id, after: null }, question));
  if (entry === 'below') await c.openModal(questionView({ ...where, replaces: null, after: id }, null));
  if (entry !== 'up' && entry !== 'down' && entry !== 'remove') return;
  const edit = entry === 'remove' ? removeQuestion(id) : moveQuestion(id, entry === 'up' ? -1 : 1);
  const what = entry === 'remove' ? `removed ${id}` : `moved ${id} ${entry}`;
  const target = { workspace: c.workspace, key: where.key, by: c.userId, rev: draft.rev, what };
  const changed = await editDraft(desk, target, edit);
  await c.ack();
  await show(c, where.editor, changed, where.page);
}

async function fromList(desk: Desk, c: ActionContext): Promise<void> {
  await allow(desk, c);
  const { workspace, userId: by } = c;
  const [name, key = ''] = c.value.split(':');
  const entry = JOURNEY_MENU.find((one) => one === name);
  const head = await journeyHead(desk, workspace, key);
  if (entry === 'rollback') {
    const versions = await journeyVersions(desk, workspace, key);
    if (versions.length === 0)
      throw new UserError('It was never published, so there is nothing to go back to.');
    await c.openModal(rollbackView(key, versions, head?.active ?? null));
    return;
  }
  if (entry === 'export') await exportYaml(desk, c, key);
  if (entry === 'discard') await discardDraft(desk, workspace, key);
  if (entry === 'archive') await archiveJourney(desk, { workspace, key, by });
  await c.ack();
  await c.client.views.update({ view_id: String(c.view?.id), view: await listOf(desk, c) });
}

/** Sends the draft, else the active version, as a file to the asker's direct messages. */
async function exportYaml(desk: Desk, c: ActionContext, key: string): Promise<void> {
  const { workspace, userId: user } = c;
  const head = await journeyHead(desk, workspace, key);
  const draft = await findDraft(desk, workspace, key);
  const version = head
    ? await journeyVersion(desk, { workspace, key, version: head.active ?? head.latest })
    : null;
  const journey = draft?.definition ?? version?.definition;
  if (!journey) return;
  await desk.outbox.enqueue([
    {
      workspace,
      key: `journey ${key} for ${c.key}`,
      stream: `journeys for ${user}`,
      priority: priority.answer,
      kind: 'journeys.file',
      payload: { user, name: `${key}.yml`, text: stringify(journey) },
    },
  ]);
}
