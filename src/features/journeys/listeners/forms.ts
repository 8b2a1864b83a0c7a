import type { Desk } from '../../../platform/desk.ts';
import { UserError } from '../../../platform/errors.ts';
import type { ActionContext, SubmissionContext } from '../../../platform/slack/index.ts';
import { parseOutcome } from '../definition.ts';
import { type Edit, placeQuestion, putQuestion, setOutcome, setTitle } from '../domain/edit.ts';
import { renameReferences } from '../domain/rename.ts';
import type { Question } from '../domain/types.ts';
import { ids } from '../ids.ts';
import { createDraft, editDraft, openDraft, publishDraft } from '../service/drafts.ts';
import { problemsOnDesk } from '../service/problems.ts';
import { joined } from '../views/fields.ts';
import { createModal, outcomeModal, reviewModal, reviewView, titleModal } from '../views/forms.ts';
import type { FormPlace } from '../views/place.ts';
import { questionModal } from '../views/question.ts';
import { allow, editorOf, opened, show } from './builder.ts';
import { faultsText, questionOf } from './question-fields.ts';
import { openDryRun } from './walk.ts';

/** The forms of the builder: question, outcome, title, new, publish, and the dry run. */
export function listenForForms(desk: Desk): void {
  const { slack } = desk;
  slack.modal(questionModal, async (c, { meta, fields }) => {
    const question = questionOf(fields);
    const what = meta.replaces ? `changed ${question.id}` : `added ${question.id}`;
    await save(desk, c, meta, what, editOf(question, meta, fields.place));
    return undefined;
  });
  slack.modal(outcomeModal, async (c, { meta, fields }) => {
    const { value, faults } = parseOutcome(joined(fields, 'yaml'));
    if (!value) throw new UserError(faultsText(faults), { field: 'yaml' });
    await save(desk, c, meta, 'changed the outcome', setOutcome(value));
    return undefined;
  });
  slack.modal(titleModal, async (c, { meta, fields: { title, description } }) => {
    await save(desk, c, meta, 'changed the title', setTitle(title, description));
    return undefined;
  });
  slack.modal(createModal, async (c, { fields: { key, title } }) => {
    await allow(desk, c);
    const draft = await createDraft(desk, { workspace: c.workspace, key, title, by: c.userId });
    return { response_action: 'update', view: await editorOf(desk, draft, 0) };
  });
  slack.modal(reviewModal, async (c, { meta }) => {
    await allow(desk, c);
    const { workspace, userId: by } = c;
    const { key, rev, headRev } = meta;
    try {
      const { version } = await publishDraft(desk, { workspace, key, rev, headRev, by });
      await show(
        desk,
        c,
        meta.editor,
        await openDraft(desk, workspace, key),
        0,
        `✅ Version ${version} is active now.`,
      );
      return undefined;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      // Slack holds three views, and this is the third: the refusal takes its place.
      const refused = { problems: error.message.split('\n'), changes: [], since: null, headRev };
      return { response_action: 'update', view: reviewView(meta, refused) };
    }
  });
  slack.action(ids.dryRun, (c) => dryRun(desk, c));
}

/** Puts the question where the form says; what named it by an old id follows. */
function editOf(
  question: Question,
  { replaces, after }: { replaces: string | null; after: string | null },
  place: number | undefined,
): Edit {
  const rename: Edit =
    replaces !== null && replaces !== question.id
      ? renameReferences(replaces, question.id)
      : (journey) => journey;
  const put = putQuestion(question, replaces, after);
  const move: Edit = place === undefined ? (journey) => journey : placeQuestion(question.id, place);
  return (journey) => move(rename(put(journey)));
}

async function save(
  desk: Desk,
  c: SubmissionContext,
  meta: FormPlace,
  what: string,
  edit: Edit,
): Promise<void> {
  await allow(desk, c);
  const { key, editor, page } = meta;
  const draft = await editDraft(desk, { workspace: c.workspace, key, by: c.userId, seen: meta, what }, edit);
  await show(desk, c, editor, draft, page);
}

/** Walks the draft as a requester would; nothing is sent and no ticket opened. */
async function dryRun(desk: Desk, c: ActionContext): Promise<void> {
  const {
    draft: { definition },
  } = await opened(desk, c);
  const [problem] = await problemsOnDesk(desk, c.workspace, definition);
  if (problem) throw new UserError(`Mend this first: ${problem}`);
  await openDryRun(desk, c, definition);
}
