import { stringify } from 'yaml';
import type { Desk } from '../../../platform/desk.ts';
import { FieldErrors, UserError } from '../../../platform/errors.ts';
import type { ActionContext, SubmissionContext } from '../../../platform/slack/index.ts';
import { type Fault, parseOutcome, parseQuestion } from '../definition.ts';
import { problemsOf } from '../domain/check.ts';
import { type Edit, putQuestion, setOutcome, setTitle } from '../domain/edit.ts';
import { ids } from '../ids.ts';
import { createDraft, editDraft, openDraft, publishDraft } from '../service/drafts.ts';
import { rollBack } from '../service/versions.ts';
import { editorModal, editorView } from '../views/builder.ts';
import {
  createModal,
  type FormPlace,
  optionsOf,
  outcomeModal,
  questionModal,
  reviewModal,
  reviewView,
  rollbackModal,
  titleModal,
} from '../views/forms.ts';
import { allow, show } from './builder.ts';
import { openDryRun } from './walk.ts';

/** The forms of the builder: question, outcome, title, new, publish, roll back, and the dry run. */
export function listenForForms(desk: Desk): void {
  const { slack } = desk;
  slack.modal(questionModal, async (c, { meta, fields }) => {
    const { value, faults } = parseQuestion(questionYaml(fields));
    if (!value) throw new FieldErrors(byField(faults));
    const what = meta.replaces ? `changed ${value.id}` : `added ${value.id}`;
    await save(desk, c, meta, what, putQuestion(value, meta.replaces, meta.after));
    return undefined;
  });
  slack.modal(outcomeModal, async (c, { meta, fields: { yaml } }) => {
    const { value, faults } = parseOutcome(yaml);
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
    return { response_action: 'update', view: editorView(draft, 0) };
  });
  slack.modal(reviewModal, async (c, { meta }) => {
    await allow(desk, c);
    const { key, rev } = meta;
    try {
      const { version } = await publishDraft(desk, { workspace: c.workspace, key, rev, by: c.userId });
      const draft = await openDraft(desk, { workspace: c.workspace, key, by: c.userId });
      await show(c, meta.editor, draft, 0, `✅ Version ${version} is active now.`);
      return undefined;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      // Slack holds three views, and this is the third: the refusal takes its place.
      const view = reviewView(meta, { problems: error.message.split('\n'), changes: [] });
      return { response_action: 'update', view };
    }
  });
  slack.modal(rollbackModal, async (c, { meta: { key }, fields: { version } }) => {
    await allow(desk, c);
    await rollBack(desk, { workspace: c.workspace, key, version, by: c.userId });
    return undefined;
  });
  slack.action(ids.dryRun, (c) => dryRun(desk, c));
}

async function save(
  desk: Desk,
  c: SubmissionContext,
  meta: FormPlace,
  what: string,
  edit: Edit,
): Promise<void> {
  await allow(desk, c);
  const { key, rev, editor, page } = meta;
  const draft = await editDraft(desk, { workspace: c.workspace, key, by: c.userId, rev, what }, edit);
  await show(c, editor, draft, page);
}

/** Walks the draft as a requester would; nothing is sent and no ticket opened. */
async function dryRun(desk: Desk, c: ActionContext): Promise<void> {
  await allow(desk, c);
  if (!c.view) return;
  const { key } = editorModal.meta(c.view);
  const { definition } = await openDraft(desk, { workspace: c.workspace, key, by: c.userId });
  const problems = problemsOf(definition);
  if (problems.length > 0)
    throw new UserError(
      `Mend this first: ${problems[0]?.question ?? 'the journey'}: ${problems[0]?.message}`,
    );
  await openDryRun(desk, c, definition);
}

type QuestionFields = {
  id: string;
  ask: string;
  kind: string;
  options: string;
  help: string;
  example: string;
  optional: string[];
  more: string;
  next: string;
};

/** The form as the YAML of one question, so that it is checked by the same rules as a file. */
function questionYaml({
  id,
  ask,
  kind,
  options,
  help,
  example,
  optional,
  more,
  next,
}: QuestionFields): string {
  const choices = kind === 'single' || kind === 'multi' ? { options: optionsOf(options) } : {};
  const known = {
    id,
    ask,
    kind,
    ...choices,
    ...(help ? { help } : {}),
    ...(example ? { example } : {}),
    ...(optional.length > 0 ? { optional: true } : {}),
  };
  const rules = next.trim();
  const indented =
    rules.includes('\n') || rules.startsWith('-') ? `\n${rules.replaceAll(/^/gm, '  ')}` : ` ${rules}`;
  return `${stringify(known)}${more.trim() ? `${more.trim()}\n` : ''}${rules ? `next:${indented}\n` : ''}`;
}

/** Puts each fault beside the field it came from. */
function byField(faults: readonly Fault[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const { message } of faults) {
    const [path = '', ...rest] = message.split(': ');
    const name = path.split('.')[0] ?? '';
    const field = ['id', 'ask', 'kind', 'options', 'help', 'example', 'next'].includes(name) ? name : 'more';
    fields[field] =
      `${fields[field] ? `${fields[field]}\n` : ''}${rest.length > 0 ? rest.join(': ') : message}`;
  }
  return fields;
}

const faultsText = (faults: readonly Fault[]): string =>
  faults.map(({ line, message }) => (line === null ? message : `Line ${line}: ${message}`)).join('\n');
