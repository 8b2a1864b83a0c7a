import type { Desk } from '../../../platform/desk.ts';
import { UserError } from '../../../platform/errors.ts';
import type {
  ActionContext,
  CommandContext,
  SubmissionAnswer,
  SubmissionContext,
} from '../../../platform/slack/index.ts';
import { assertCan, can, getPerson, mentionedIn, type Person } from '../../people/index.ts';
import { changePerson } from '../change.ts';
import { type PersonFields, type PlanFields, personView, pickPersonView, planView } from '../views/people.ts';

/** `/desk people [@person]`, or a button: opens someone's profile, or asks whose. */
export const onPeople =
  (desk: Desk) =>
  async (c: CommandContext | ActionContext): Promise<void> => {
    const actor = await getPerson(desk, c);
    assertCan(actor, 'people.plan');
    const named = 'args' in c ? mentionedIn(c.args) : null;
    await c.openModal(named ? await formOf(desk, actor, named) : pickPersonView());
  };

/** The form of whoever was picked takes the place of the question. */
export const onPersonPicked =
  (desk: Desk) =>
  async (c: SubmissionContext, { fields }: { fields: { person: string } }): Promise<SubmissionAnswer> => {
    const actor = await getPerson(desk, c);
    assertCan(actor, 'people.plan');
    return { response_action: 'update', view: await formOf(desk, actor, fields.person) };
  };

/** Managers see the whole profile; leads what they plan, of those who work on tickets. */
async function formOf(desk: Desk, actor: Person, userId: string) {
  const person = await getPerson(desk, { workspace: actor.workspace, userId });
  if (can(actor, 'people.edit')) return personView(person);
  if (can(person, 'ticket.claim')) return planView(person);
  throw new UserError(`${person.name} does not work on tickets. A manager can change that.`, {
    field: 'person',
  });
}

export const onPersonSubmitted =
  (desk: Desk) =>
  async (
    { workspace, userId: by }: SubmissionContext,
    { meta: { userId }, fields }: { meta: { userId: string }; fields: PersonFields },
  ): Promise<undefined> => {
    const { roles, skills, capacity, teamLeader, supervisor, deputy, rate: ratePerTicket } = fields;
    const active = fields.active.includes('yes');
    const profile = { skills, capacity, teamLeader, supervisor, deputy, ratePerTicket, active };
    await changePerson(desk, { workspace, userId, by, roles, profile });
  };

export const onPlanSubmitted =
  (desk: Desk) =>
  async (
    { workspace, userId: by }: SubmissionContext,
    { meta: { userId }, fields: { skills, capacity } }: { meta: { userId: string }; fields: PlanFields },
  ): Promise<undefined> => {
    await changePerson(desk, { workspace, userId, by, profile: { skills, capacity } });
  };
