import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey, StartRefused } from '../../../platform/errors.ts';
import { getSettings } from '../../settings/index.ts';
import { type DigestText, parseDigest } from '../digest-text.ts';
import { type DigestChange, describe } from '../domain/definition.ts';
import { type DigestFields, digestModel } from '../model.ts';

const FOLDER = fileURLToPath(new URL('../../../../manifests/digests/', import.meta.url));

type Manifest = { file: string; text: DigestText };

/** What `apply` would do with a manifest, and what would change. `changed_in_slack`: it is left alone. */
export type DigestPlan = {
  file: string;
  plan: 'new' | 'update' | 'same' | 'changed_in_slack' | 'no_channel';
  changes: string[];
};

/** The digests that lie in `manifests/digests/`. @throws StartRefused naming file, line and fault. */
export function readDigestManifests(folder = FOLDER): Manifest[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .toSorted()
    .map((file) => {
      const { value, faults } = parseDigest(readFileSync(join(folder, file), 'utf8'));
      if (value) return { file, text: value };
      throw new StartRefused(
        faults.map(
          ({ line, message }) => `manifests/digests/${file}${line ? `, line ${line}` : ''}: ${message}`,
        ),
      );
    });
}

/** Compares the manifests with what stands. */
export async function planDigests(
  desk: Desk,
  workspace: string,
  manifests = readDigestManifests(),
): Promise<DigestPlan[]> {
  return follow(desk, workspace, manifests, false);
}

/** Makes what is new and changes what has changed in the manifests; what was changed in Slack since stays as it is. */
export async function applyDigests(
  desk: Desk,
  workspace: string,
  manifests = readDigestManifests(),
): Promise<DigestPlan[]> {
  return follow(desk, workspace, manifests, true);
}

let read: Manifest[] | undefined;

/** Applies the manifests as they were when this process first needed them. */
export async function followManifests(desk: Desk, workspace: string): Promise<void> {
  read ??= readDigestManifests();
  await applyDigests(desk, workspace, read);
}

async function follow(
  desk: Desk,
  workspace: string,
  manifests: readonly Manifest[],
  apply: boolean,
): Promise<DigestPlan[]> {
  const { digestChannel, timeZone } = await getSettings(desk, workspace);
  const standing = await digestModel(desk.database).find({ workspace }).lean<DigestFields[]>();
  const plans: DigestPlan[] = [];
  for (const { file, text } of manifests) {
    const channel = text.channel ?? digestChannel;
    if (!channel) {
      plans.push({ file, plan: 'no_channel', changes: [] });
      continue;
    }
    const { key, ...rest } = text;
    const wanted = { ...rest, channel, timeZone: text.timeZone ?? timeZone };
    const before = standing.find((digest) => digest.key === key);
    const plan = planOne(before, wanted);
    plans.push({ file, plan, changes: plan === 'same' ? [] : describe(before ?? null, wanted) });
    if (apply && plan === 'new') await create(desk, workspace, key, wanted);
    if (apply && plan === 'update' && before) await update(desk, workspace, before, wanted);
  }
  return plans;
}

function planOne(before: DigestFields | undefined, wanted: DigestChange): DigestPlan['plan'] {
  if (!before) return 'new';
  if (before.manifest === markOf(wanted)) return 'same';
  return (before.manifest ?? null) === null ? 'changed_in_slack' : 'update';
}

async function create(desk: Desk, workspace: string, key: string, wanted: DigestChange): Promise<void> {
  try {
    const since = desk.clock.now();
    await digestModel(desk.database).create({ workspace, key, ...wanted, manifest: markOf(wanted), since });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

async function update(
  desk: Desk,
  workspace: string,
  { key, manifest, span }: DigestFields,
  wanted: DigestChange,
): Promise<void> {
  const since = desk.clock.now();
  const restart = span === wanted.span ? {} : { coveredTo: null };
  await digestModel(desk.database).updateOne(
    { workspace, key, manifest },
    { $set: { ...wanted, ...restart, since, manifest: markOf(wanted) }, $inc: { rev: 1 } },
  );
}

/** Tells two states of a manifest apart, with what it takes from the settings. */
function markOf({ name, channel, time, timeZone, span, filters }: DigestChange): string {
  const text = JSON.stringify([name, channel, time, timeZone, span, filters]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
