import type { Desk } from '../../../platform/desk.ts';
import { UserError } from '../../../platform/errors.ts';
import type { ActionContext, InteractionContext } from '../../../platform/slack/index.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { moveQuestion, placeOf, removeQuestion } from '../domain/edit.ts';
import { ids, QUESTION_MENU } from '../ids.ts';
import type { JourneyDraft } from '../model.ts';
import { editDraft, openDraft, reviewDraft, undoEdit } from '../service/drafts.ts';
import { nameOf } from '../service/names.ts';
import { editorModal, editorView } from '../views/builder.ts';
import { createView, outcomeView, reviewView, titleView } from '../views/forms.ts';
import type { FormPlace } from '../views/place.ts';
import { questionView } from '../views/question.ts';

/** The editor of a journey: its buttons and the menus of its questions. */
export function listenForBuilder(desk: Desk): void {
  const { slack } = desk;
  slack.action(ids.create, async (c) => {
    await allow(desk, c);
    await c.openModal(createView());
  });
  slack.action(ids.edit, async (c) => {
    await allow(desk, c);
    await c.openModal(await editorOf(desk, await openDraft(desk, c.workspace, c.value), 0));
  });
  const turn = async (c: ActionContext) => {
    const { draft, where } = await opened(desk, c);
    await c.ack();
    await show(desk, c, where.editor, draft, Number(c.value));
  };
  slack.action(ids.newer, turn);
  slack.action(ids.older, turn);
  slack.action(ids.questionMenu, (c) => fromQuestion(desk, c));
  slack.action(ids.undo, (c) => atOnce(desk, c, (target) => undoEdit(desk, target)));
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

/** The editor as a view, with the name of who changed the draft last. */
export async function editorOf(desk: Desk, draft: JourneyDraft, page: number, note = '') {
  return editorView(draft, await nameOf(desk, draft.workspace, draft.changedBy), page, note);
}

/** Draws the editor again where it stands. */
export async function show(
  desk: Desk,
  c: InteractionContext,
  viewId: string,
  draft: JourneyDraft,
  page: number,
  note = '',
): Promise<void> {
  await c.client.views.update({ view_id: viewId, view: await editorOf(desk, draft, page, note) });
}

/** @throws NotAllowed unless the person may edit journeys. */
export async function allow(desk: Desk, { workspace, userId }: InteractionContext): Promise<void> {
  assertCan(await getPerson(desk, { workspace, userId }), 'journey.edit');
}

type Opened = {
  draft: JourneyDraft;
  where: FormPlace;
  /** Whether the editor shows the draft as it is now. */
  fresh: boolean;
};

/** The draft of the editor that was clicked in, as it is now, and where its forms lead back to. */
export async function opened(desk: Desk, c: ActionContext): Promise<Opened> {
  await allow(desk, c);
  if (!c.view) throw new UserError('Open the journey again with `/desk journeys`.');
  const { key, page, rev: seen, baseRev: seenBase } = editorModal.meta(c.view);
  const draft = await openDraft(desk, c.workspace, key);
  const { rev, baseRev } = draft;
  return {
    draft,
    where: { key, page, rev, baseRev, editor: c.view.id },
    fresh: rev === seen && baseRev === seenBase,
  };
}

type Target = { workspace: string; key: string; by: string; seen: JourneyDraft };

/** Changes the draft by one click; an editor that shows an older state is drawn again instead, saying what changed. */
async function atOnce(
  desk: Desk,
  c: ActionContext,
  change: (target: Target) => Promise<JourneyDraft>,
): Promise<void> {
  const { draft, where, fresh } = await opened(desk, c);
  const changed = fresh
    ? await change({ workspace: c.workspace, key: where.key, by: c.userId, seen: draft })
    : draft;
  await c.ack();
  const note = 'This is how it stands now; somebody changed it while you looked. Your click changed nothing.';
  await show(desk, c, where.editor, changed, where.page, fresh ? '' : note);
}

async function fromQuestion(desk: Desk, c: ActionContext): Promise<void> {
  const [name, id = ''] = c.value.split(':');
  const entry = QUESTION_MENU.find((one) => one === name);
  if (entry === 'up' || entry === 'down' || entry === 'remove') {
    const edit = entry === 'remove' ? removeQuestion(id) : moveQuestion(id, entry === 'up' ? -1 : 1);
    const what = entry === 'remove' ? `removed ${id}` : `moved ${id} ${entry}`;
    return atOnce(desk, c, (target) => editDraft(desk, { ...target, what }, edit));
  }
  const { draft, where } = await opened(desk, c);
  const { definition } = draft;
  const question = definition.questions.find((one) => one.id === id) ?? null;
  if (entry === 'below') await c.openModal(questionView({ ...where, replaces: null, after: id }, null));
  if (entry !== 'edit') return;
  if (!question) throw new UserError(`Somebody removed "${id}". Open the journey again.`);
  await c.openModal(questionView({ ...where, replaces: id, after: null }, question, placeOf(definition, id)));
}
