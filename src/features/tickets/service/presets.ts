import { isDeepStrictEqual } from 'node:util';
import { defineModel } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey, UserError } from '../../../platform/errors.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { type AuditEntry, audit } from '../../settings/index.ts';
import { type PresetKind, type Presets, shippedPresets } from './shipped.ts';

/** As many as one list and one menu hold. */
const MOST = 45;

/** What a workspace has changed: it stands before what the desk comes with; `value` is null where that was removed. */
type Stored = { kind: PresetKind; key: string; value: Presets[PresetKind] | null; rev: number };

const presetModel = defineModel<Stored>(
  'ticket_presets',
  {
    kind: { type: String, required: true },
    key: { type: String, required: true },
    value: { type: Object, default: null },
    rev: { type: Number, required: true },
  },
  [{ keys: { workspace: 1, kind: 1, key: 1 }, unique: true, serves: 'all of a kind; one of each key' }],
);

/** A canned reply or a ticket template, and how often it was changed in this workspace. */
export type Preset<Kind extends PresetKind> = { value: Presets[Kind]; rev: number };

/** The workspace's own canned replies or ticket templates, and those that came with the desk and were left, by title. */
export async function presetsOf<Kind extends PresetKind>(
  desk: Desk,
  workspace: string,
  kind: Kind,
): Promise<Preset<Kind>[]> {
  const stored = await presetModel(desk.database).find({ workspace, kind }).lean<Stored[]>();
  const own = new Map(stored.map((one) => [one.key, one]));
  const shipped: readonly Presets[Kind][] = shippedPresets()[kind];
  const left = shipped.filter(({ key }) => !own.has(key)).map((value) => ({ value, rev: 0 }));
  const kept = stored.flatMap(({ value, rev }) => (value ? [{ value: value as Presets[Kind], rev }] : []));
  return [...left, ...kept].toSorted((one, other) => one.value.title.localeCompare(other.value.title));
}

type Save<Kind extends PresetKind> = {
  workspace: string;
  by: string;
  kind: Kind;
  key: string;
  /** Null removes it. */
  value: Presets[Kind] | null;
  /** What the person has seen: somebody else's later change is not overwritten. */
  rev: number;
};

/**
 * Keeps or removes one, with an entry in the audit log that can be undone.
 * @throws UserError when there are too many, or somebody else was faster.
 */
export async function savePreset<Kind extends PresetKind>(desk: Desk, save: Save<Kind>): Promise<void> {
  const { workspace, by, kind, key, value } = save;
  assertCan(await getPerson(desk, { workspace, userId: by }), 'preset.edit');
  const all = await presetsOf(desk, workspace, kind);
  const before = all.find((one) => one.value.key === key)?.value ?? null;
  if (value && !before && all.length >= MOST) throw noRoom();
  const title = (value ?? before)?.title ?? key;
  const about = {
    by,
    kind: 'preset',
    subject: `${kind} ${key}`,
    summary: `${value ? 'Saved' : 'Removed'} the ${kind === 'reply' ? 'canned reply' : 'ticket template'} “${title}”`,
    before: { kind, key, value: before },
    after: { kind, key, value },
  } as const;
  await audit(desk, workspace, about, async () => {
    await write(desk, save);
    if (value && !before) await keepWithin(desk, save);
  });
}

/** One as it is offered now; its value is null when it is not. */
export async function presetNow(
  desk: Desk,
  workspace: string,
  entry: Record<string, unknown>,
): Promise<Pick<Stored, 'kind' | 'key' | 'value'>> {
  const { kind, key } = entry as Pick<Stored, 'kind' | 'key'>;
  const found = (await presetsOf(desk, workspace, kind)).find(({ value }) => value.key === key);
  return { kind, key, value: found?.value ?? null };
}

/** Puts one back as it was before a change. @throws UserError when it was changed again since. */
export async function undoPreset(
  desk: Desk,
  workspace: string,
  { before, after }: Pick<AuditEntry, 'before' | 'after'>,
): Promise<void> {
  const { kind, key, value } = before as Pick<Stored, 'kind' | 'key' | 'value'>;
  const now = await presetModel(desk.database).findOne({ workspace, kind, key }).lean<Stored>();
  if (!now || !isDeepStrictEqual(now.value, after.value))
    throw new UserError('This was changed again since then. Nothing was taken back.');
  await write(desk, { workspace, kind, key, value, rev: now.rev });
  if (value && !now.value) await keepWithin(desk, { workspace, kind, key, rev: now.rev });
}

const noRoom = () => new UserError(`There is room for ${MOST}. Remove one first.`, { field: 'title' });

/** Several may have been added at the same moment: whoever finds too many after their own takes that away again. */
async function keepWithin(
  desk: Desk,
  { workspace, kind, key, rev }: Pick<Stored, 'kind' | 'key' | 'rev'> & { workspace: string },
): Promise<void> {
  if ((await presetsOf(desk, workspace, kind)).length <= MOST) return;
  await write(desk, { workspace, kind, key, value: null, rev: rev + 1 });
  throw noRoom();
}

async function write(
  desk: Desk,
  {
    workspace,
    kind,
    key,
    value,
    rev,
  }: Pick<Stored, 'kind' | 'key' | 'value' | 'rev'> & { workspace: string },
): Promise<void> {
  const Preset = presetModel(desk.database);
  const changed = new UserError('Someone else has changed this since you opened it. Open it again.');
  if (rev > 0) {
    const { matchedCount } = await Preset.updateOne(
      { workspace, kind, key, rev },
      { $set: { value, rev: rev + 1 } },
    );
    if (matchedCount === 0) throw changed;
    return;
  }
  try {
    await Preset.create({ workspace, kind, key, value, rev: 1 });
  } catch (error) {
    throw isDuplicateKey(error) ? changed : error;
  }
}
