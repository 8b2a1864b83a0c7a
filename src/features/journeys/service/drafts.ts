import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey, UserError } from '../../../platform/errors.ts';
import { differences } from '../domain/differences.ts';
import type { Edit } from '../domain/edit.ts';
import type { Journey } from '../domain/types.ts';
import { draftModel, type JourneyDraft, type JourneyVersion } from '../model.ts';
import { nameOf } from './names.ts';
import { problemsOnDesk } from './problems.ts';
import { journeyHead, journeyVersion, lastMove, publishJourney } from './versions.ts';

type Target = { workspace: string; key: string; by: string };
/** The draft as its editor saw it. */
type Seen = Pick<JourneyDraft, 'rev' | 'baseRev'>;

/**
 * The draft of a journey. Until somebody changes something it is the active (else the latest) version, with `rev` 0,
 * and is not stored.
 */
export async function openDraft(desk: Desk, workspace: string, key: string): Promise<JourneyDraft> {
  const there = await findDraft(desk, workspace, key);
  if (there) return there;
  const head = await journeyHead(desk, workspace, key);
  if (!head) throw new UserError(`There is no journey "${key}".`);
  const version = head.active ?? head.latest;
  const { definition, by, at } = await journeyVersion(desk, { workspace, key, version });
  const made = { changedBy: by, changedAt: at, lastChange: `published version ${version}` };
  return { workspace, key, definition, before: null, baseRev: head.rev, rev: 0, ...made };
}

/** Begins a new journey. @throws UserError when the key is taken. */
export async function createDraft(
  desk: Desk,
  { workspace, key, by, title }: Target & { title: string },
): Promise<JourneyDraft> {
  const taken = () =>
    new UserError(`There is a journey "${key}" already. Choose another key.`, { field: 'key' });
  if (await journeyHead(desk, workspace, key)) throw taken();
  const definition: Journey = { key, title, questions: [], outcome: { subject: title } };
  const begun = { workspace, key, definition, before: null, baseRev: 0, by, lastChange: 'began it' };
  const draft = await insert(desk, begun);
  if (!draft) throw taken();
  return draft;
}

/** Puts a whole journey, as read from a file, into the draft. */
export async function importDraft(
  desk: Desk,
  { workspace, by, journey }: Omit<Target, 'key'> & { journey: Journey },
): Promise<{ draft: JourneyDraft; replaced: JourneyDraft | null }> {
  const { key } = journey;
  const there = await findDraft(desk, workspace, key);
  const head = await journeyHead(desk, workspace, key);
  const what = 'imported a file';
  if (there || head) {
    const seen = there ?? (await openDraft(desk, workspace, key));
    return {
      draft: await editDraft(desk, { workspace, key, by, seen, what }, () => journey),
      replaced: there,
    };
  }
  const begun = { workspace, key, definition: journey, before: null, baseRev: 0, by, lastChange: what };
  const draft = await insert(desk, begun);
  if (!draft) throw await overtaken(desk, workspace, key);
  return { draft, replaced: null };
}

/**
 * Changes the draft as its editor saw it.
 * @throws UserError when somebody else changed it in between, saying who and what.
 */
export async function editDraft(
  desk: Desk,
  { workspace, key, by, seen, what }: Target & { seen: Seen; what: string },
  edit: Edit,
): Promise<JourneyDraft> {
  const draft = await openDraft(desk, workspace, key);
  if (draft.rev !== seen.rev || draft.baseRev !== seen.baseRev) throw await overtaken(desk, workspace, key);
  const { definition: before, baseRev } = draft;
  const definition = edit(before);
  const changed =
    draft.rev === 0
      ? await insert(desk, { workspace, key, definition, before, baseRev, by, lastChange: what })
      : await draftModel(desk.database)
          .findOneAndUpdate(
            { workspace, key, rev: draft.rev },
            {
              $set: {
                definition: stored(definition),
                before,
                changedBy: by,
                changedAt: desk.clock.now(),
                lastChange: what,
              },
              $inc: { rev: 1 },
            },
            { returnDocument: 'after' },
          )
          .lean<JourneyDraft>();
  if (!changed) throw await overtaken(desk, workspace, key);
  return changed;
}

/** Takes back the last change of the draft; taking back again restores it. */
export async function undoEdit(desk: Desk, target: Target & { seen: Seen }): Promise<JourneyDraft> {
  const { before, lastChange } = await openDraft(desk, target.workspace, target.key);
  if (!before) throw new UserError('There is nothing to take back.');
  const what = lastChange.startsWith(TOOK_BACK)
    ? `restored: ${lastChange.slice(TOOK_BACK.length)}`
    : `${TOOK_BACK}${lastChange}`;
  return editDraft(desk, { ...target, what }, () => before);
}

const TOOK_BACK = 'took back: ';

/** A draft beside what is active. */
export type Review = {
  problems: string[];
  changes: string[];
  /** Who published after the draft was begun, and what; null when nobody did. */
  since: string | null;
  /** The head's `rev` that `changes` was compared with; 0 for none. */
  headRev: number;
};

/** What stands in the way of publishing, and what would change. */
export async function reviewDraft(desk: Desk, draft: JourneyDraft): Promise<Review> {
  const { workspace, key, definition, baseRev } = draft;
  const head = await journeyHead(desk, workspace, key);
  const active = head?.active ? await journeyVersion(desk, { workspace, key, version: head.active }) : null;
  return {
    problems: await problemsOnDesk(desk, workspace, definition),
    changes: differences(active?.definition ?? null, definition),
    since: head && head.rev !== baseRev ? await lastMove(desk, head) : null,
    headRev: head?.rev ?? 0,
  };
}

/**
 * Publishes the draft and throws it away.
 * @param headRev what the publisher compared the draft with
 * @throws UserError with everything that stands in the way.
 */
export async function publishDraft(
  desk: Desk,
  { workspace, key, by, rev, headRev }: Target & { rev: number; headRev: number },
): Promise<JourneyVersion> {
  const draft = await openDraft(desk, workspace, key);
  if (draft.rev !== rev) throw await overtaken(desk, workspace, key);
  const { definition: journey } = draft;
  const problems = await problemsOnDesk(desk, workspace, journey);
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  const version = await publishJourney(desk, { workspace, journey, by, expectedRev: headRev });
  await draftModel(desk.database).deleteOne({ workspace, key, rev });
  return version;
}

/** @throws UserError when somebody changed the draft since it was seen. */
export async function discardDraft(
  desk: Desk,
  { workspace, key, rev }: Pick<JourneyDraft, 'workspace' | 'key' | 'rev'>,
): Promise<void> {
  const { deletedCount } = await draftModel(desk.database).deleteOne({ workspace, key, rev });
  if (deletedCount === 0) throw await overtaken(desk, workspace, key);
}

export function findDraft(desk: Desk, workspace: string, key: string): Promise<JourneyDraft | null> {
  return draftModel(desk.database).findOne({ workspace, key }).lean<JourneyDraft>();
}

/** Key and title of each draft. */
export async function allDrafts(desk: Desk, workspace: string): Promise<{ key: string; title: string }[]> {
  const drafts = await draftModel(desk.database)
    .find({ workspace }, { key: 1, 'definition.title': 1 })
    .sort({ key: 1 })
    .lean<JourneyDraft[]>();
  return drafts.map(({ key, definition: { title } }) => ({ key, title }));
}

type NewDraft = Omit<JourneyDraft, 'rev' | 'changedBy' | 'changedAt'> & { by: string };

/** Stores the first state of a draft; null when somebody else began one. */
async function insert(desk: Desk, { by, definition, ...rest }: NewDraft): Promise<JourneyDraft | null> {
  const made = { definition: stored(definition), rev: 1, changedBy: by, changedAt: desk.clock.now() };
  const draft: JourneyDraft = { ...rest, ...made };
  try {
    await draftModel(desk.database).collection.insertOne({ ...draft } as never);
    return draft;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return null;
  }
}

/** Without fields that are undefined, which the database would keep as null. */
const stored = (journey: Journey): Journey => JSON.parse(JSON.stringify(journey)) as Journey;

/** Says who came first and with what. */
async function overtaken(desk: Desk, workspace: string, key: string): Promise<UserError> {
  const draft = await findDraft(desk, workspace, key);
  const head = draft ? null : await journeyHead(desk, workspace, key);
  const what = draft
    ? `${await nameOf(desk, workspace, draft.changedBy)} ${draft.lastChange}`
    : head
      ? await lastMove(desk, head)
      : 'Somebody threw the draft away';
  return new UserError(
    `${what} while you were editing. Nothing was overwritten: copy what you typed, close this and open it again.`,
  );
}
