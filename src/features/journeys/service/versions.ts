import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey, UserError } from '../../../platform/errors.ts';
import type { Journey } from '../domain/types.ts';
import { headModel, type JourneyHead, type JourneyVersion, versionModel } from '../model.ts';

/** The heads of a workspace's journeys, by title. */
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

/** All versions of a journey, newest first. */
export function journeyVersions(desk: Desk, workspace: string, key: string): Promise<JourneyVersion[]> {
  return versionModel(desk.database).find({ workspace, key }).sort({ version: -1 }).lean<JourneyVersion[]>();
}

export type Publication = {
  workspace: string;
  journey: Journey;
  by: string;
  manifest?: string;
  /** The head's `rev` as the editor saw it; another one in between is told who. */
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
  if (expectedRev !== undefined && (head?.rev ?? 0) !== expectedRev) throw overtaken(head);
  const version: JourneyVersion = {
    workspace,
    key,
    version: await nextVersion(desk, workspace, key),
    definition: journey,
    by,
    at: desk.clock.now(),
    manifest,
  };
  await versionModel(desk.database).collection.insertOne({ ...version } as never);
  await moveHead(desk, head, { workspace, key, title, active: version.version, latest: version.version, by });
  return version;
}

/** Makes an earlier version the active one again. */
export async function rollBack(
  desk: Desk,
  { workspace, key, version, by }: { workspace: string; key: string; version: number; by: string },
): Promise<void> {
  const { definition } = await journeyVersion(desk, { workspace, key, version });
  const head = await journeyHead(desk, workspace, key);
  if (!head) throw new UserError(`There is no journey ${key}.`);
  if (head.active === version) throw new UserError(`Version ${version} is active already.`);
  const { latest } = head;
  await moveHead(desk, head, { workspace, key, title: definition.title, active: version, latest, by });
}

/** Takes a journey out of use; those on their way finish it. */
export async function archiveJourney(
  desk: Desk,
  { workspace, key, by }: { workspace: string; key: string; by: string },
): Promise<void> {
  const head = await journeyHead(desk, workspace, key);
  if (!head) throw new UserError(`There is no journey ${key}.`);
  const { title, latest } = head;
  await moveHead(desk, head, { workspace, key, title, active: null, latest, by });
}

async function nextVersion(desk: Desk, workspace: string, key: string): Promise<number> {
  const last = await versionModel(desk.database)
    .findOne({ workspace, key }, { version: 1 })
    .sort({ version: -1 })
    .lean<{ version: number }>();
  return (last?.version ?? 0) + 1;
}

type HeadMove = {
  workspace: string;
  key: string;
  title: string;
  active: number | null;
  latest: number;
  by: string;
};

async function moveHead(desk: Desk, head: JourneyHead | null, move: HeadMove): Promise<void> {
  const { workspace, key, title, active, latest, by } = move;
  const Head = headModel(desk.database);
  const set = { title, active, latest, changedBy: by, changedAt: desk.clock.now() };
  if (head) {
    const { matchedCount } = await Head.updateOne(
      { workspace, key, rev: head.rev },
      { $set: set, $inc: { rev: 1 } },
    );
    if (matchedCount === 0) throw overtaken(await journeyHead(desk, workspace, key));
    return;
  }
  try {
    await Head.collection.insertOne({ workspace, key, ...set, rev: 1 } as never);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    throw overtaken(await journeyHead(desk, workspace, key));
  }
}

function overtaken(head: JourneyHead | null): UserError {
  const who = head
    ? `<@${head.changedBy}> published version ${head.active ?? head.latest}`
    : 'Someone removed it';
  return new UserError(`${who} while you were editing. Open the journey again to see what changed.`);
}
