import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey, UserError } from '../../../platform/errors.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { getSettings } from '../../settings/index.ts';
import { spanOf } from '../domain/occurrence.ts';
import { type DigestFields, digestModel, runModel } from '../model.ts';

/** What a person sets of a digest. */
export type DigestChange = Pick<DigestFields, 'name' | 'channel' | 'time' | 'timeZone' | 'span' | 'filters'>;

type By = { workspace: string; by: string };

/** All digests of a workspace, by name. @throws NotAllowed */
export async function listDigests(desk: Desk, { workspace, by }: By): Promise<DigestFields[]> {
  assertCan(await getPerson(desk, { workspace, userId: by }), 'digest.edit');
  return digestModel(desk.database).find({ workspace }).sort({ key: 1 }).lean<DigestFields[]>();
}

/** One digest. @throws UserError when there is none of this key. */
export async function getDigest(
  desk: Desk,
  { workspace, by, key }: By & { key: string },
): Promise<DigestFields> {
  const found = (await listDigests(desk, { workspace, by })).find((digest) => digest.key === key);
  if (!found) throw new UserError('This digest does not exist any more.');
  return found;
}

/**
 * Makes or changes a digest. A changed one is due again from its next time on.
 * @throws UserError when there is a digest of this name already.
 */
export async function saveDigest(
  desk: Desk,
  { workspace, by, key, change }: By & { key: string | null; change: DigestChange },
): Promise<void> {
  assertCan(await getPerson(desk, { workspace, userId: by }), 'digest.edit');
  const Digests = digestModel(desk.database);
  const since = desk.clock.now();
  if (key) {
    await Digests.updateOne({ workspace, key }, { $set: { ...change, since }, $inc: { rev: 1 } });
    return;
  }
  const slug = change.name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  try {
    await Digests.create({ workspace, key: slug || 'digest', ...change, since });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    throw new UserError('There is a digest of this name already. Choose another.', { field: 'name' });
  }
}

/** Stops a digest, or lets it go on from now. */
export async function pauseDigest(desk: Desk, { workspace, by, key }: By & { key: string }): Promise<void> {
  const { active } = await getDigest(desk, { workspace, by, key });
  await digestModel(desk.database).updateOne(
    { workspace, key },
    { $set: { active: !active, since: desk.clock.now() }, $inc: { rev: 1 } },
  );
}

/**
 * Has a digest sent to the person's own messages as it would be now; the schedule is not touched. `request` makes a
 * second click the same test.
 */
export async function testDigest(
  desk: Desk,
  { workspace, by, key, request }: By & { key: string; request: string },
): Promise<void> {
  const digest = await getDigest(desk, { workspace, by, key });
  const { weekStart } = await getSettings(desk, workspace);
  const on = new Intl.DateTimeFormat('en-CA', { timeZone: digest.timeZone }).format(desk.clock.now());
  const span = spanOf({ span: digest.span, weekStart }, { coveredTo: null }, on);
  const client = await desk.slack.client(workspace);
  const { channel } = await client.conversations.open({ users: by });
  await createRun(desk, {
    workspace,
    digest: key,
    on: `test ${request}`,
    channel: String(channel?.id),
    ...span,
  });
}

/** Sends a missed digest after all, once however often it is pressed. */
export async function sendMissed(
  desk: Desk,
  { workspace, by, key, on }: By & { key: string; on: string },
): Promise<void> {
  const digest = await getDigest(desk, { workspace, by, key });
  const missed = await runModel(desk.database).findOne({ workspace, digest: key, on }).lean();
  if (missed?.state !== 'missed') throw new UserError('This digest was sent.');
  const { from, to } = missed;
  await createRun(desk, {
    workspace,
    digest: key,
    on: `${on} again`,
    channel: digest.channel,
    from,
    to,
    late: true,
  });
}

async function createRun(
  desk: Desk,
  run: {
    workspace: string;
    digest: string;
    on: string;
    channel: string;
    from: string;
    to: string;
    late?: boolean;
  },
): Promise<void> {
  try {
    await runModel(desk.database).create({ late: false, ...run, state: 'due', createdAt: desk.clock.now() });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}
