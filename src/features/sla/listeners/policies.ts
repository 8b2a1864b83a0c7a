import type { ModalView } from '@slack/types';
import type { Desk } from '../../../platform/desk.ts';
import { FieldErrors, UserError } from '../../../platform/errors.ts';
import type {
  ActionContext,
  CommandContext,
  InteractionContext,
  SubmissionAnswer,
  SubmissionContext,
} from '../../../platform/slack/index.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { publishDraft, saveDraft } from '../drafts.ts';
import { policiesInForce } from '../policies.ts';
import {
  formatPolicies,
  type PolicyText,
  parsePolicies,
  partOf,
  withMoved,
  withPart,
  withPolicy,
} from '../policy-text.ts';
import { previewPolicies } from '../preview.ts';
import { hubView } from '../views/hub.ts';
import { faultsText, policiesView, previewView } from '../views/policies.ts';
import { type PolicyFields, policyFormView, policyFrom } from '../views/policy-form.ts';

/** `/desk sla` lists policies and calendars; `/desk sla key` opens the form of one policy. */
export const onPolicies =
  (desk: Desk) =>
  async (c: CommandContext): Promise<void> => {
    const inForce = await forEditor(desk, c);
    await c.openModal(c.args === '' ? hubView(inForce) : formOf(inForce, c.args));
  };

/** The menu of one policy, and New policy. */
export const onPolicy =
  (desk: Desk) =>
  async (c: ActionContext): Promise<void> => {
    const inForce = await forEditor(desk, c);
    const [what, key = ''] = c.value.split(':');
    if (what === 'edit') await c.openModal(formOf(inForce, key));
    else if (what === 'yaml') await c.openModal(yamlOf(inForce, key));
    else if (what === 'up' || what === 'down')
      await c.openModal(await preview(desk, c, withMoved(inForce, key, what === 'up' ? -1 : 1)));
    else if (what === 'remove')
      await c.openModal(await preview(desk, c, withPart(inForce, key, { policies: [], calendars: [] })));
    else await c.openModal(policyFormView(null, inForce.calendars));
  };

/** All of it as YAML. */
export const onYaml =
  (desk: Desk) =>
  async (c: ActionContext): Promise<void> =>
    void (await c.openModal(yamlOf(await forEditor(desk, c), null)));

/** Checks the text and shows what it would do; nothing is in force yet. */
export const onPoliciesSubmitted =
  (desk: Desk) =>
  async (
    c: SubmissionContext,
    { meta, fields }: { meta: { key: string | null }; fields: { policies: string } },
  ): Promise<SubmissionAnswer> => {
    const inForce = await forEditor(desk, c);
    const { value, faults } = parsePolicies(fields.policies, meta.key === null ? [] : inForce.calendars);
    if (!value) throw new FieldErrors({ policies: faultsText(faults) });
    return { response_action: 'push', view: await preview(desk, c, withPart(inForce, meta.key, value)) };
  };

/** The same from the form of one policy. */
export const onPolicyForm =
  (desk: Desk) =>
  async (
    c: SubmissionContext,
    { meta, fields }: { meta: { key: string | null }; fields: PolicyFields },
  ): Promise<SubmissionAnswer> => {
    const inForce = await forEditor(desk, c);
    const key = meta.key ?? newKey(fields.key, inForce.policies);
    const text = withPolicy(inForce, policyFrom(fields, key));
    return { response_action: 'push', view: await preview(desk, c, text) };
  };

/** Puts them in force. */
export const onPublish =
  (desk: Desk) =>
  async (c: SubmissionContext, { meta }: { meta: { draftId: string } }): Promise<SubmissionAnswer> => {
    assertCan(await getPerson(desk, c), 'sla.edit');
    await publishDraft(desk, { workspace: c.workspace, by: c.userId, draftId: meta.draftId });
    return { response_action: 'clear' };
  };

/** What is in force, for who may change it. */
export async function forEditor(desk: Desk, c: InteractionContext): Promise<PolicyText> {
  assertCan(await getPerson(desk, c), 'sla.edit');
  return policiesInForce(desk, c.workspace);
}

/** The preview of a change, which is kept until it is published. */
export async function preview(desk: Desk, c: InteractionContext, text: PolicyText): Promise<ModalView> {
  const { workspace, userId: by } = c;
  const effect = await previewPolicies(desk, { workspace, by, text });
  const draftId = await saveDraft(desk, { workspace, by, text });
  return previewView(
    draftId,
    effect,
    text.policies.map(({ name }) => name),
  );
}

/** @throws FieldErrors when there is none, or it is taken. */
export function newKey(key: string | undefined, others: readonly { key: string }[]): string {
  if (!key) throw new FieldErrors({ key: 'Write a key, for example: gold' });
  if (others.some((other) => other.key === key)) throw new FieldErrors({ key: `${key} is used already.` });
  return key;
}

function formOf(inForce: PolicyText, key: string): ModalView {
  const policy = inForce.policies.find((each) => each.key === key);
  if (policy) return policyFormView(policy, inForce.calendars);
  const keys = inForce.policies.map((each) => each.key);
  throw new UserError(`There is no policy ${key}. There are: ${keys.join(', ')}.`);
}

function yamlOf(inForce: PolicyText, key: string | null): ModalView {
  const keys = inForce.policies.map((each) => each.key);
  return policiesView(formatPolicies(partOf(inForce, key)), key, keys);
}
