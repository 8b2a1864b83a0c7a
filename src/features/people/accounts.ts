import { nanoid } from 'nanoid';
import type { Desk } from '../../platform/desk.ts';
import { isDuplicateKey, UserError } from '../../platform/errors.ts';
import { personModel } from './model.ts';
import { getPerson, newPerson } from './service.ts';
import type { Person } from './types.ts';

/**
 * A person who is known by a REST account alone, as a customer. An e-mail that Slack knows changes nothing: who it
 * belongs to is confirmed in Slack, by `askToLink`.
 * @throws UserError when the e-mail has an account.
 */
export async function addAccount(
  desk: Desk,
  { workspace, email, name }: { workspace: string; email: string; name: string },
): Promise<Person> {
  const userId = `account-${nanoid()}`;
  const person = { ...newPerson(workspace, userId, desk.clock.now()), name, accountEmail: keyOf(email) };
  try {
    await personModel(desk.database).create(person);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    throw new UserError('There is an account with this e-mail already. Log in instead.', { field: 'email' });
  }
  return person;
}

/** The one record of whoever logs in with this e-mail: the account's own, or of the Slack user it is linked to. */
export async function personOfAccount(
  desk: Desk,
  { workspace, email }: { workspace: string; email: string },
): Promise<Person | null> {
  const account = await personModel(desk.database)
    .findOne({ workspace, accountEmail: keyOf(email) }, { userId: 1 })
    .lean();
  return account && getPerson(desk, { workspace, userId: account.userId });
}

function keyOf(email: string): string {
  return email.trim().toLowerCase();
}
