import { defineModel } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey, UserError } from '../../../platform/errors.ts';
import { problemsOf } from '../domain/check.ts';
import { differences, type Edit } from '../domain/edit.ts';
import type { Journey } from '../domain/types.ts';
import type { JourneyVersion } from '../model.ts';
import { journeyHead, journeyVersion, publishJourney } from './versions.ts';

/** A journey that is being edited, shared by all its editors. */
export type JourneyDraft = {
  workspace: string;
  key: string;
  definition: Journey;
  /** The head's `rev` when the draft was begun; 0 for a new journey. */
  baseRev: number;
  rev: number;
  changedBy: string;
  changedAt: Date;
  /** What the last change was, for the editor who comes second. */
  lastChange: string;
};

const draftModel = defineModel<Omit<JourneyDraft, 'workspace'>>(
  'journey_drafts',
  {
    key: { type: String, required: true },
    definition: { type: Object, required: true },
    baseRev: { type: Number, required: true },
    rev: { type: Number, required: true },
    changedBy: { type: String, required: true },
    changedAt: { type: Date, required: true },
    lastChange: { type: String, required: true },
  },
  [{ keys: { workspace: 1, key: 1 }, unique: true, serves: 'the one draft of a journey' }],
);

type Target = { workspace: string; key: string; by: string };

/** The draft of a journey; the first look makes it from the active (else the latest) version. */
export async function openDraft(desk: Desk, { workspace, key, by }: Target): Promise<JourneyDraft> {
  const there = await findDraft(desk, workspace, key);
  if (there) return there;
  const head = await journeyHead(desk, workspace, key);
  if (!head) throw new UserError(`There is no journey "${key}".`);
  const { definition } = await journeyVersion(desk, { workspace, key, version: head.active ?? head.latest });
  return insert(desk, { workspace, key, definition, baseRev: head.rev, by, lastChange: 'began editing' });
}

/** Begins a new journey. @throws UserError when the key is taken. */
export async function createDraft(
  desk: Desk,
  { workspace, key, by, title }: Target & { title: string },
): Promise<JourneyDraft> {
  const taken = (await findDraft(desk, workspace, key)) ?? (await journeyHead(desk, workspace, key));
  if (taken)
    throw new UserError(`There is a journey "${key}" already. Choose another key.`, { field: 'key' });
  const definition: Journey = { key, title, questions: [], outcome: { subject: title } };
  return insert(desk, { workspace, key, definition, baseRev: 0, by, lastChange: 'began it' });
}

/** Puts a whole journey, as read from a file, into the draft. */
export async function importDraft(
  desk: Desk,
  { workspace, by, journey }: Omit<Target, 'key'> & { journey: Journey },
): Promise<JourneyDraft> {
  const { key } = journey;
  const there = await findDraft(desk, workspace, key);
  if (there)
    return editDraft(desk, { workspace, key, by, rev: there.rev, what: 'imported a file' }, () => journey);
  const head = await journeyHead(desk, workspace, key);
  return insert(desk, {
    workspace,
    key,
    definition: journey,
    baseRev: head?.rev ?? 0,
    by,
    lastChange: 'imported a file',
  });
}

/**
 * Changes the draft as its editor saw it.
 * @throws UserError when somebody else changed it in between, saying who and what.
 */
export async function editDraft(
  desk: Desk,
  { workspace, key, by, rev, what }: Target & { rev: number; what: string },
  edit: Edit,
): Promise<JourneyDraft> {
  const draft = await findDraft(desk, workspace, key);
  if (!draft)
    throw new UserError('This draft was published or thrown away in the meantime. Open the journey again.');
  if (draft.rev !== rev) throw overtaken(draft);
  const changed = await draftModel(desk.database)
    .findOneAndUpdate(
      { workspace, key, rev },
      {
        $set: {
          definition: stored(edit(draft.definition)),
          changedBy: by,
          changedAt: desk.clock.now(),
          lastChange: what,
        },
        $inc: { rev: 1 },
      },
      { returnDocument: 'after' },
    )
    .lean<JourneyDraft>();
  if (changed) return changed;
  const now = await findDraft(desk, workspace, key);
  throw now
    ? overtaken(now)
    : new UserError('This draft was published in the meantime. Open the journey again.');
}

/** What stands in the way of publishing, and what would change. */
export async function reviewDraft(
  desk: Desk,
  draft: JourneyDraft,
): Promise<{ problems: string[]; changes: string[] }> {
  const { workspace, key, definition } = draft;
  const head = await journeyHead(desk, workspace, key);
  const active = head?.active ? await journeyVersion(desk, { workspace, key, version: head.active }) : null;
  return {
    problems: problemsOf(definition).map(({ question, message }) =>
      question ? `${question}: ${message}` : message,
    ),
    changes: differences(active?.definition ?? null, definition),
  };
}

/** Publishes the draft and throws it away. @throws UserError with everything that stands in the way. */
export async function publishDraft(
  desk: Desk,
  { workspace, key, by, rev }: Target & { rev: number },
): Promise<JourneyVersion> {
  const draft = await findDraft(desk, workspace, key);
  if (!draft) throw new UserError('This draft was published or thrown away in the meantime.');
  if (draft.rev !== rev) throw overtaken(draft);
  const { problems } = await reviewDraft(desk, draft);
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  const { definition: journey, baseRev: expectedRev } = draft;
  const version = await publishJourney(desk, { workspace, journey, by, expectedRev });
  await discardDraft(desk, workspace, key);
  return version;
}

export async function discardDraft(desk: Desk, workspace: string, key: string): Promise<void> {
  await draftModel(desk.database).deleteOne({ workspace, key });
}

export function findDraft(desk: Desk, workspace: string, key: string): Promise<JourneyDraft | null> {
  return draftModel(desk.database).findOne({ workspace, key }).lean<JourneyDraft>();
}

export function allDrafts(desk: Desk, workspace: string): Promise<JourneyDraft[]> {
  return draftModel(desk.database).find({ workspace }).sort({ key: 1 }).lean<JourneyDraft[]>();
}

type NewDraft = Pick<JourneyDraft, 'workspace' | 'key' | 'definition' | 'baseRev' | 'lastChange'> & {
  by: string;
};

async function insert(desk: Desk, { by, definition, ...rest }: NewDraft): Promise<JourneyDraft> {
  const draft: JourneyDraft = {
    ...rest,
    definition: stored(definition),
    rev: 1,
    changedBy: by,
    changedAt: desk.clock.now(),
  };
  try {
    await draftModel(desk.database).collection.insertOne({ ...draft } as never);
    return draft;
  } catch (error) {
    const there = isDuplicateKey(error) ? await findDraft(desk, draft.workspace, draft.key) : null;
    if (!there) throw error;
    return there;
  }
}

/** Without fields that are undefined, which the database would keep as null. */
const stored = (journey: Journey): Journey => JSON.parse(JSON.stringify(journey)) as Journey;

const overtaken = ({ changedBy, lastChange }: JourneyDraft): UserError =>
  new UserError(
    `<@${changedBy}> ${lastChange} while you were editing. Close this and open it again to see it; copy what you typed first.`,
  );
