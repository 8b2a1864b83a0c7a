import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey, UserError } from '../../../platform/errors.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { audit } from '../../settings/index.ts';
import { type DigestChange, describe } from '../domain/definition.ts';
import { type DigestFields, digestModel } from '../model.ts';

type By = { workspace: string; by: string };

/** Each takes three blocks of the list, of which Slack shows a hundred. */
const mostDigests = 30;

/** All digests of a workspace, by name. @throws NotAllowed */
export async function listDigests(desk: Desk, { workspace, by }: By): Promise<DigestFields[]> {
  assertCan(await getPerson(desk, { workspace, userId: by }), 'digest.edit');
  const all = await digestModel(desk.database).find({ workspace }).sort({ key: 1 }).lean<DigestFields[]>();
  return all.filter(({ removed }) => !removed);
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
 * Makes or changes a digest. A changed one is due again from its next time on; one that covers other spans than before
 * begins anew. `rev` is that of the digest which the person saw.
 * @throws UserError when there is a digest of this name already, too many, or when someone else changed it meanwhile.
 */
export async function saveDigest(
  desk: Desk,
  { workspace, by, key, rev, change }: By & { key: string | null; rev: number; change: DigestChange },
): Promise<void> {
  const others = (await listDigests(desk, { workspace, by })).filter((digest) => digest.key !== key);
  if (others.some(({ name }) => sameName(name, change.name)))
    throw new UserError('There is a digest of this name already. Choose another.', { field: 'name' });
  if (!key) {
    if (others.length >= mostDigests)
      throw new UserError(`There are ${mostDigests} digests already. Remove one first.`, { field: 'name' });
    return makeDigest(desk, { workspace, by, change });
  }
  const before = await getDigest(desk, { workspace, by, key });
  await changeDigest(desk, { workspace, by, before: { ...before, rev }, change, what: 'Changed' });
}

/** Stops a digest, or lets it go on from now. */
export async function pauseDigest(desk: Desk, { workspace, by, key }: By & { key: string }): Promise<void> {
  const before = await getDigest(desk, { workspace, by, key });
  const change = { active: !before.active };
  await changeDigest(desk, {
    workspace,
    by,
    before,
    change,
    what: before.active ? 'Paused' : 'Went on with',
  });
}

/** Takes a digest away; owners can bring it back with the audit log. */
export async function removeDigest(desk: Desk, { workspace, by, key }: By & { key: string }): Promise<void> {
  const before = await getDigest(desk, { workspace, by, key });
  await changeDigest(desk, {
    workspace,
    by,
    before,
    change: { removed: true, active: false },
    what: 'Removed',
  });
}

/** Puts a digest back to what the audit log says it was. */
export async function undoDigest(
  desk: Desk,
  workspace: string,
  { subject, before }: { subject: string; before: Record<string, unknown> },
): Promise<void> {
  await set(desk, { workspace, key: subject }, before as Partial<DigestFields>);
}

/** One as it is now; one that there is not is as one that was removed. */
export async function digestNow(
  desk: Desk,
  workspace: string,
  key: string,
): Promise<Record<string, unknown>> {
  return { ...gone, ...(await digestModel(desk.database).findOne({ workspace, key }).lean()) };
}

const gone = { removed: true, active: false };

async function makeDigest(
  desk: Desk,
  { workspace, by, change }: By & { change: DigestChange },
): Promise<void> {
  const slug = slugOf(change.name);
  // One of this name may have been removed or renamed; its sendings keep its key.
  const isTaken = (await digestModel(desk.database).exists({ workspace, key: slug })) !== null;
  const key = isTaken ? `${slug}-${desk.clock.now().getTime().toString(36)}` : slug;
  const about = {
    by,
    kind: 'digest',
    subject: key,
    summary: `Added the digest ${change.name}`,
    before: gone,
    after: { removed: false, active: true },
  } as const;
  await audit(desk, workspace, about, async () => {
    try {
      await digestModel(desk.database).create({ workspace, key, ...change, since: desk.clock.now() });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      throw new UserError('Someone else has just made a digest of this name. Choose another.', {
        field: 'name',
      });
    }
  });
}

async function changeDigest(
  desk: Desk,
  given: By & { before: DigestFields; change: Partial<DigestFields>; what: string },
): Promise<void> {
  const { workspace, by, before, change, what } = given;
  const { key, rev, span } = before;
  const was = Object.fromEntries(
    Object.keys(change).map((name) => [name, before[name as keyof DigestFields]]),
  );
  const details = describe(before, { ...before, ...change });
  const about = {
    by,
    kind: 'digest',
    subject: key,
    summary: [`${what} the digest ${before.name}`, ...details].join('; '),
    before: was,
    after: change,
  } as const;
  await audit(desk, workspace, about, async () => {
    if (!(await set(desk, { workspace, key, rev }, change, span)))
      throw new UserError('Someone else has changed this digest since you opened it. Open it again.');
  });
}

/** Whether there was such a digest to change. */
async function set(
  desk: Desk,
  digest: { workspace: string; key: string; rev?: number },
  change: Partial<DigestFields>,
  spanBefore?: string,
): Promise<boolean> {
  const restart = change.span === undefined || change.span === spanBefore ? {} : { coveredTo: null };
  const { matchedCount } = await digestModel(desk.database).updateOne(digest, {
    $set: { ...change, ...restart, manifest: null, since: desk.clock.now() },
    $inc: { rev: 1 },
  });
  return matchedCount === 1;
}

function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return slug || 'digest';
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
