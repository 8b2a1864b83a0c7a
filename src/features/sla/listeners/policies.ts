import type { Desk } from '../../../platform/desk.ts';
import { FieldErrors, UserError } from '../../../platform/errors.ts';
import type { CommandContext, SubmissionAnswer, SubmissionContext } from '../../../platform/slack/index.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { publishDraft, saveDraft } from '../drafts.ts';
import { policyVersions } from '../policies.ts';
import { formatPolicies, type PolicyText, parsePolicies, partOf, withPart } from '../policy-text.ts';
import { previewPolicies } from '../preview.ts';
import { faultsText, policiesView, previewView } from '../views/policies.ts';

/** `/desk sla [key]` shows the policies in force, or one of them, to edit. */
export const onPolicies =
  (desk: Desk) =>
  async (c: CommandContext): Promise<void> => {
    assertCan(await getPerson(desk, c), 'sla.edit');
    const inForce = await policiesInForce(desk, c.workspace);
    const keys = inForce.policies.map(({ key }) => key);
    const key = c.args === '' ? null : c.args;
    if (key !== null && !keys.includes(key)) {
      throw new UserError(`There is no policy ${key}. There are: ${keys.join(', ')}.`);
    }
    await c.openModal(policiesView(formatPolicies(partOf(inForce, key)), key, keys));
  };

/** Checks the text and shows what it would do; nothing is in force yet. */
export const onPoliciesSubmitted =
  (desk: Desk) =>
  async (
    c: SubmissionContext,
    { meta, fields }: { meta: { key: string | null }; fields: { policies: string } },
  ): Promise<SubmissionAnswer> => {
    const { workspace, userId: by } = c;
    assertCan(await getPerson(desk, c), 'sla.edit');
    const inForce = await policiesInForce(desk, workspace);
    const { value, faults } = parsePolicies(fields.policies, meta.key === null ? [] : inForce.calendars);
    if (!value) throw new FieldErrors({ policies: faultsText(faults) });
    const text = withPart(inForce, meta.key, value);
    const preview = await previewPolicies(desk, { workspace, by, text });
    const draftId = await saveDraft(desk, { workspace, by, text });
    const names = text.policies.map(({ name }) => name);
    return { response_action: 'push', view: previewView(draftId, preview, names) };
  };

async function policiesInForce(desk: Desk, workspace: string): Promise<PolicyText> {
  const current = (await policyVersions(desk, workspace)).at(-1);
  return { policies: current?.written ?? [], calendars: current?.calendars ?? [] };
}

/** Puts them in force. */
export const onPublish =
  (desk: Desk) =>
  async (c: SubmissionContext, { meta }: { meta: { draftId: string } }): Promise<SubmissionAnswer> => {
    assertCan(await getPerson(desk, c), 'sla.edit');
    await publishDraft(desk, { workspace: c.workspace, by: c.userId, draftId: meta.draftId });
    return { response_action: 'clear' };
  };
