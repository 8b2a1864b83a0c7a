import type { Desk } from '../../../platform/desk.ts';
import { FieldErrors } from '../../../platform/errors.ts';
import type { CommandContext, SubmissionAnswer, SubmissionContext } from '../../../platform/slack/index.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { publishDraft, saveDraft } from '../drafts.ts';
import { policyVersions } from '../policies.ts';
import { formatPolicies, parsePolicies } from '../policy-text.ts';
import { previewPolicies } from '../preview.ts';
import { faultsText, policiesView, previewView } from '../views/policies.ts';

/** `/desk sla` shows the policies in force, to edit. */
export const onPolicies =
  (desk: Desk) =>
  async (c: CommandContext): Promise<void> => {
    assertCan(await getPerson(desk, c), 'sla.edit');
    const current = (await policyVersions(desk, c.workspace)).at(-1);
    const { written: policies = [], calendars = [] } = current ?? {};
    await c.openModal(policiesView(formatPolicies({ policies, calendars })));
  };

/** Checks the text and shows what it would do; nothing is in force yet. */
export const onPoliciesSubmitted =
  (desk: Desk) =>
  async (c: SubmissionContext, { fields }: { fields: { policies: string } }): Promise<SubmissionAnswer> => {
    const { workspace, userId: by } = c;
    assertCan(await getPerson(desk, c), 'sla.edit');
    const { value, faults } = parsePolicies(fields.policies);
    if (!value) throw new FieldErrors({ policies: faultsText(faults) });
    const preview = await previewPolicies(desk, { workspace, by, text: value });
    const draftId = await saveDraft(desk, { workspace, by, text: value });
    const names = value.policies.map(({ name }) => name);
    return { response_action: 'push', view: previewView(draftId, preview, names) };
  };

/** Puts them in force. */
export const onPublish =
  (desk: Desk) =>
  async (c: SubmissionContext, { meta }: { meta: { draftId: string } }): Promise<SubmissionAnswer> => {
    assertCan(await getPerson(desk, c), 'sla.edit');
    await publishDraft(desk, { workspace: c.workspace, by: c.userId, draftId: meta.draftId });
    return { response_action: 'clear' };
  };
