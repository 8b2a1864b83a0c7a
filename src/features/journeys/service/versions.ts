import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey, UserError } from '../../../platform/errors.ts';
import type { Journey } from '../domain/types.ts';
import { headModel, type JourneyHead, type JourneyVersion, versionModel } from '../model.ts';
import { nameOf } from './names.ts';

/** The heads of a workspace's journeys, by key. */
export function journeyHeads(desk: Desk, workspace: string): Promise<JourneyHead[]> {
  return headModel(desk.database).find({ workspace }).sort({ key: 1 }).lean<JourneyHead[]>();
}

export function journeyHead(desk: Desk, workspace: string, key: string): Promise<JourneyHead | null> {
  return headModel(desk.database).findOne({ workspace, key }).lean<JourneyHead>();
}

/** @throws UserError when there is no such version. */
export async function journeyVersion(
  desk: Desk,
  { workspace, key, version }: { workspace: string; key: string; version: number },
): Promise<JourneyVersion> {
  const found = await versionModel(desk.database).findOne({ workspace, key, version }).lean<JourneyVersion>();
  if (!found) throw new UserError(`There is no version ${version} of ${key}.`);
  return found;
}

/** The newest versions of a journey without what they ask, newest first: as many as Slack shows in a menu. */
export function journeyVersions(
  desk: Desk,
  workspace: string,
  key: string,
): Promise<Omit<JourneyVersion, 'definition'>[]> {
  return versionModel(desk.database)
    .find({ workspace, key }, { definition: 0 })
    .sort({ version: -1 })
    .limit(100)
    .lean<JourneyVersion[]>();
}

type Publication = {
  workspace: string;
  journey: Journey;
  by: string;
  /** Digest of the file it was read from. */
  manifest?: string;
  /** The head's `rev` as the publisher saw it (0: none yet); another one in between is told who. */
  expectedRev?: number;
};

/**
 * Makes the journey's next version and activates it by one guarded write on the head. The journey must have been checked.
 * @throws UserError when someone else published in the meantime, naming them.
 */
export async function publishJourney(desk: Desk, publication: Publication): Promise<JourneyVersion> {
  const { workspace, journey, by, manifest = null, expectedRev } = publication;
  const { key, title } = journey;
  const head = await journeyHead(desk, workspace, key);
  if (expectedRev !== undefined && (head?.rev ?? 0) !== expectedRev)
    throw await overtaken(desk, workspace, key);
  const made = await insertVersion(desk, { workspace, key, definition: journey, by, at: desk.clock.now() });
  const { version } = made;
  try {
    await moveHead(desk, head, { workspace, key, title, active: version, latest: version, manifest, by });
  } catch (error) {
    if (error instanceof UserError) await versionModel(desk.database).deleteOne({ workspace, key, version });
    throw error;
  }
  return made;
}

/** Makes an earlier version the active one again. */
export async function rollBack(
  desk: Desk,
  { workspace, key, version, by }: { workspace: string; key: string; version: number; by: string },
): Promise<void> {
  const { definition } = await journeyVersion(desk, { workspace, key, version });
  const head = await journeyHead(desk, workspace, key);
  if (!head) throw new UserError(`There is no journey ${key}.`);
  if (head.active === version)
    throw new UserError(`Version ${version} is active already.`, { field: 'version' });
  const { latest } = head;
  const { title } = definition;
  await moveHead(desk, head, { workspace, key, title, active: version, latest, manifest: null, by });
}

/** Takes a journey out of use; those on their way finish it. */
export async function archiveJourney(
  desk: Desk,
  { workspace, key, by }: { workspace: string; key: string; by: string },
): Promise<void> {
  const head = await journeyHead(desk, workspace, key);
  if (!head) throw new UserError(`"${key}" was never published. Throw its draft away instead.`);
  const { title, latest } = head;
  await moveHead(desk, head, { workspace, key, title, active: null, latest, manifest: null, by });
}

/** Notes that a file says the same as the active version, so that later changes to the file are applied. */
export async function adoptManifest(
  desk: Desk,
  { workspace, key, rev }: JourneyHead,
  manifest: string,
): Promise<void> {
  await headModel(desk.database).updateOne({ workspace, key, rev }, { $set: { manifest } });
}

/** Gives the version the next free number; who publishes at the same moment gets the one after. */
async function insertVersion(desk: Desk, made: Omit<JourneyVersion, 'version'>): Promise<JourneyVersion> {
  const { workspace, key } = made;
  const Version = versionModel(desk.database);
  for (let tries = 1; ; tries += 1) {
    const last = await Version.findOne({ workspace, key }, { version: 1 })
      .sort({ version: -1 })
      .lean<{ version: number }>();
    const version: JourneyVersion = { ...made, version: (last?.version ?? 0) + 1 };
    try {
      await Version.collection.insertOne({ ...version } as never);
      return version;
    } catch (error) {
      if (!isDuplicateKey(error) || tries >= 10) throw error;
    }
  }
}

type HeadMove = Pick<JourneyHead, 'workspace' | 'key' | 'title' | 'active' | 'latest' | 'manifest'> & {
  by: string;
};

async function moveHead(desk: Desk, head: JourneyHead | null, move: HeadMove): Promise<void> {
  const { workspace, key, by, ...moved } = move;
  const Head = headModel(desk.database);
  const set = { ...moved, changedBy: by, changedAt: desk.clock.now() };
  if (head) {
    const { matchedCount } = await Head.updateOne(
      { workspace, key, rev: head.rev },
      { $set: set, $inc: { rev: 1 } },
    );
    if (matchedCount === 0) throw await overtaken(desk, workspace, key);
    return;
  }
  try {
    await Head.collection.insertOne({ workspace, key, ...set, rev: 1 } as never);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    throw await overtaken(desk, workspace, key);
  }
}

/** What the head was changed to, as the one who comes second is told it. */
export async function lastMove(desk: Desk, { workspace, changedBy, active }: JourneyHead): Promise<string> {
  const what = active === null ? 'archived it' : `made version ${active} active`;
  return `${await nameOf(desk, workspace, changedBy)} ${what}`;
}

async function overtaken(desk: Desk, workspace: string, key: string): Promise<UserError> {
  const head = await journeyHead(desk, workspace, key);
  const what = head ? await lastMove(desk, head) : 'Someone removed it';
  return new UserError(`${what} in the meantime. Nothing was overwritten. Look at the changes again.`);
}
