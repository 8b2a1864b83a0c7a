import { afterAll, beforeAll, expect, it } from 'vitest';
import { addAccount, personOfAccount } from '../../../src/features/people/accounts.ts';
import { getPerson } from '../../../src/features/people/index.ts';
import { answerLink, askToLink } from '../../../src/features/people/links.ts';
import { personModel } from '../../../src/features/people/model.ts';
import { people, startTestDesk, type TestDesk } from '../../support/desk.ts';

let test: TestDesk;

beforeAll(async () => {
  test = await startTestDesk({ role: 'web' });
});
afterAll(() => test.stop());

const account = (email: string) => addAccount(test.desk, { workspace: test.workspace, email, name: email });
const owner = (email: string) => personOfAccount(test.desk, { workspace: test.workspace, email });
const ask = (userId: string, slackUser: string) =>
  askToLink(test.desk, { workspace: test.workspace, account: userId, slackUser });
const answer = (linkId: string, by: string, yes = true) =>
  answerLink(test.desk, { workspace: test.workspace, linkId, by, yes });
const finish = () => test.desk.jobs.runNow('people.links', test.workspace);

it('an account with the e-mail of a Slack user is a person of its own until that user confirms', async () => {
  const { desk, workspace, slack } = test;
  const { email } = await getPerson(desk, { workspace, userId: people.bo });
  const { userId, roles } = await account(String(email).toUpperCase());
  expect(roles).toEqual(['customer']);
  expect((await owner(String(email)))?.userId).toBe(userId);
  await expect(account(String(email))).rejects.toThrow('There is an account with this e-mail');
  const linkId = await ask(userId, people.bo);
  await expect(answer(linkId, people.cy)).rejects.toThrow('This question is over');
  expect((await owner(String(email)))?.userId).toBe(userId);
  await test.quiet();
  const { channel } = await slack.act(people.bo, 'dm', { user: 'U0SHIFTDESK' });
  const place = { channel: channel?.id ?? '', ts: '' };
  place.ts = (await slack.messages(people.bo, place.channel)).at(-1)?.ts ?? '';
  await slack.act(people.bo, 'action', { ...place, action_id: 'people.confirmLink' });
  expect(await owner(String(email))).toMatchObject({ userId: people.bo, roles: ['agent'], account: userId });
  expect((await getPerson(desk, { workspace, userId })).userId).toBe(people.bo);
  await expect(answer(linkId, people.bo)).rejects.toThrow('This question is over');
});

it('a refused or old question links nothing', async () => {
  const { userId } = await account('refused@acme.example');
  await answer(await ask(userId, people.cy), people.cy, false);
  const old = await ask(userId, people.cy);
  test.clock.skip({ hours: 25 });
  await expect(answer(old, people.cy)).rejects.toThrow('This question is over');
  expect((await owner('refused@acme.example'))?.userId).toBe(userId);
});

it('of two accounts for one Slack user, and two Slack users for one account, one is linked', async () => {
  const [one, other] = [await account('one@acme.example'), await account('other@acme.example')];
  const forDee = [await ask(one.userId, people.dee), await ask(other.userId, people.dee)];
  const dee = await Promise.allSettled(forDee.map((linkId) => answer(linkId, people.dee)));
  expect(dee.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const shared = await account('shared@acme.example');
  const links = [await ask(shared.userId, people.ana), await ask(shared.userId, people.ben)];
  const both = await Promise.allSettled([
    answer(links[0] ?? '', people.ana),
    answer(links[1] ?? '', people.ben),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const winner = (await owner('shared@acme.example'))?.userId;
  const { desk, workspace } = test;
  const linked = await personModel(desk.database).find({ workspace, account: shared.userId }).lean();
  expect(linked.map(({ userId }) => userId)).toEqual([winner]);
});

it('a link that a kill cut short is finished, after each of its steps', async () => {
  const { desk, workspace } = test;
  const links = desk.database.connection.collection('account_links');
  const { userId } = await account('cut@acme.example');
  const linkId = await ask(userId, people.contractor);
  const stopAfter = async (step: 'confirmed' | 'account' | 'linked') => {
    const People = personModel(desk.database);
    await links.updateOne({ workspace, _id: linkId as never }, { $set: { state: 'confirmed' } });
    const on = step === 'confirmed' ? null : userId;
    await People.updateOne({ workspace, userId: people.contractor }, { $set: { account: on } });
    const linkedTo = step === 'linked' ? people.contractor : null;
    await People.updateOne({ workspace, userId }, { $set: { linkedTo, active: linkedTo === null } });
  };
  for (const step of ['confirmed', 'account', 'linked'] as const) {
    await stopAfter(step);
    await finish();
    expect((await owner('cut@acme.example'))?.userId).toBe(people.contractor);
    expect(await links.findOne({ workspace, _id: linkId as never })).toMatchObject({ state: 'done' });
  }
});
