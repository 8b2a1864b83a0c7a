import { nanoid } from 'nanoid';
import { defineModel, trusted } from '../../platform/database/index.ts';
import type { Desk } from '../../platform/desk.ts';
import { isDuplicateKey, UserError } from '../../platform/errors.ts';
import { priority } from '../../platform/outbox/index.ts';
import { personModel } from './model.ts';
import { getPerson } from './service.ts';
import { linkMessage } from './views/link.ts';

/** An account says that it belongs to a Slack user, who is asked. */
type Link = {
  _id: string;
  account: string;
  slackUser: string;
  state: 'asked' | 'confirmed' | 'refused' | 'done';
  askedAt: Date;
};

const linkModel = defineModel<Link>(
  'account_links',
  {
    _id: { type: String, required: true },
    account: { type: String, required: true },
    slackUser: { type: String, required: true },
    state: { type: String, required: true },
    askedAt: { type: Date, required: true },
  },
  [{ keys: { workspace: 1, state: 1 }, serves: 'links that were confirmed and not finished' }],
);

/** A question that is older is asked anew. */
const answerWithinHours = 24;

const over = 'This question is over. Ask for the link again where you log in.';

/** Asks a Slack user, in Slack, whether an account is theirs. Nothing is linked by an e-mail alone. */
export async function askToLink(
  desk: Desk,
  { workspace, account, slackUser }: { workspace: string; account: string; slackUser: string },
): Promise<string> {
  const _id = nanoid();
  const { accountEmail } = await getPerson(desk, { workspace, userId: account });
  const link = { _id, account, slackUser, state: 'asked' as const, askedAt: desk.clock.now() };
  await linkModel(desk.database).create({ ...link, workspace });
  await desk.outbox.enqueue([
    {
      workspace,
      key: `link ${_id}`,
      stream: `dm ${slackUser}`,
      priority: priority.conversation,
      kind: 'post',
      payload: { user: slackUser, ...linkMessage(_id, accountEmail ?? 'an account') },
    },
  ]);
  return _id;
}

/**
 * The Slack user's answer; only theirs counts.
 * @throws UserError when the question is not theirs, over, or one of the two is linked otherwise.
 */
export async function answerLink(
  desk: Desk,
  { workspace, linkId, by, yes }: { workspace: string; linkId: string; by: string; yes: boolean },
): Promise<void> {
  const since = new Date(desk.clock.now().getTime() - answerWithinHours * 3_600_000);
  const link = await linkModel(desk.database)
    .findOneAndUpdate(
      { workspace, _id: linkId, slackUser: by, state: 'asked', askedAt: trusted({ $gt: since }) },
      { $set: { state: yes ? 'confirmed' : 'refused' } },
      { returnDocument: 'after' },
    )
    .lean<Link>();
  if (!link) throw new UserError(over);
  if (yes) await joinRecords(desk, workspace, link);
}

/** Finishes what a killed process began. */
export async function finishLinks(desk: Desk, workspace: string): Promise<void> {
  const confirmed = await linkModel(desk.database).find({ workspace, state: 'confirmed' }).lean<Link[]>();
  for (const link of confirmed) {
    await joinRecords(desk, workspace, link).catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
    });
  }
}

/**
 * Makes one record of two (docs/steps.md): (1) the account is written on the Slack user, (2) the account's record points
 * there, (3) the link is done. Each step is guarded and may be done again.
 */
async function joinRecords(desk: Desk, workspace: string, link: Link): Promise<void> {
  const { _id, account, slackUser } = link;
  const People = personModel(desk.database);
  const settle = (state: Link['state']) =>
    linkModel(desk.database).updateOne({ workspace, _id }, { $set: { state } });
  await getPerson(desk, { workspace, userId: slackUser });
  const { matchedCount } = await People.updateOne(
    { workspace, userId: slackUser, account: trusted({ $in: [null, account] }), linkedTo: null },
    { $set: { account } },
  ).catch((error: unknown) => {
    if (!isDuplicateKey(error)) throw error;
    return { matchedCount: 0 };
  });
  if (matchedCount === 0) {
    await settle('refused');
    throw new UserError('One of the two is linked already. An account and a Slack user are linked once.');
  }
  await People.updateOne({ workspace, userId: account }, { $set: { linkedTo: slackUser, active: false } });
  await settle('done');
  desk.events.emit('agent.changed', { workspace, userId: slackUser });
}
