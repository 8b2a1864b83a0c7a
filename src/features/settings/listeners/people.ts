import type { Desk } from '../../../platform/desk.ts';
import type { CommandContext, SubmissionAnswer, SubmissionContext } from '../../../platform/slack/index.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { changePerson } from '../change.ts';
import { type PersonFields, personView, pickPersonView } from '../views/people.ts';

/** `/desk people [@person]` opens someone's profile, or asks whose. */
export const onPeople =
  (desk: Desk) =>
  async (c: CommandContext): Promise<void> => {
    const { workspace } = c;
    assertCan(await getPerson(desk, c), 'people.edit');
    const named = /<@([A-Z0-9]+)/.exec(c.args)?.[1];
    await c.openModal(
      named ? personView(await getPerson(desk, { workspace, userId: named })) : pickPersonView(),
    );
  };

/** The form of whoever was picked takes the place of the question. */
export const onPersonPicked =
  (desk: Desk) =>
  async (c: SubmissionContext, { fields }: { fields: { person: string } }): Promise<SubmissionAnswer> => {
    const { workspace } = c;
    assertCan(await getPerson(desk, c), 'people.edit');
    const person = await getPerson(desk, { workspace, userId: fields.person });
    return { response_action: 'update', view: personView(person) };
  };

export const onPersonSubmitted =
  (desk: Desk) =>
  async (
    { workspace, userId: by }: SubmissionContext,
    { meta, fields }: { meta: { userId: string }; fields: PersonFields },
  ): Promise<undefined> => {
    const { roles, skills, capacity, teamLeader, supervisor, deputy, rate, active } = fields;
    await changePerson(desk, {
      workspace,
      userId: meta.userId,
      by,
      change: {
        roles,
        profile: {
          skills: skills
            .split(',')
            .map((skill) => skill.trim())
            .filter((skill) => skill !== ''),
          capacity,
          teamLeader,
          supervisor,
          deputy,
          ratePerTicket: rate,
          active: active.includes('yes'),
        },
      },
    });
  };
