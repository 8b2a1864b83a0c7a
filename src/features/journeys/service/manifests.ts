import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Desk } from '../../../platform/desk.ts';
import { UserError } from '../../../platform/errors.ts';
import { parseJourney } from '../definition.ts';
import { differences } from '../domain/differences.ts';
import type { Journey } from '../domain/types.ts';
import type { JourneyHead } from '../model.ts';
import { BY_MANIFEST } from './names.ts';
import { adoptManifest, journeyHead, journeyVersion, publishJourney } from './versions.ts';

const FOLDER = fileURLToPath(new URL('../../../../manifests/journeys/', import.meta.url));

type Manifest = { file: string; digest: string; journey: Journey };

/** What `apply` would do with a manifest, and what would change. `changed_in_slack`: it is left alone. */
export type ManifestPlan = Manifest & {
  plan: 'new' | 'update' | 'same' | 'changed_in_slack';
  changes: string[];
  /** The head as it was compared with; null when there is none. */
  head: JourneyHead | null;
};

/** The journeys of a folder. @throws UserError with each fault of each file and its line. */
export function readManifests(folder = FOLDER): Manifest[] {
  const faults: string[] = [];
  const manifests: Manifest[] = [];
  for (const file of readdirSync(folder).toSorted()) {
    if (!/\.ya?ml$/.test(file)) continue;
    const text = readFileSync(`${folder}/${file}`, 'utf8');
    const read = parseJourney(text);
    faults.push(
      ...read.faults.map(({ line, message }) => `${file}: ${line ? `line ${line}: ` : ''}${message}`),
    );
    if (!read.value) continue;
    const journey = read.value;
    const twin = manifests.find((other) => other.journey.key === journey.key);
    if (twin) faults.push(`${file}: ${twin.file} has the key "${journey.key}" too. Change one.`);
    const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
    manifests.push({ file, journey, digest });
  }
  if (faults.length > 0) throw new UserError(faults.join('\n'));
  return manifests;
}

/** Compares the manifests with what is active. */
export async function planManifests(
  desk: Desk,
  workspace: string,
  manifests = readManifests(),
): Promise<ManifestPlan[]> {
  return Promise.all(manifests.map((manifest) => planOne(desk, workspace, manifest)));
}

async function planOne(desk: Desk, workspace: string, manifest: Manifest): Promise<ManifestPlan> {
  const { key } = manifest.journey;
  const head = await journeyHead(desk, workspace, key);
  if (!head) return { ...manifest, head, plan: 'new', changes: differences(null, manifest.journey) };
  const version = head.active ?? head.latest;
  const { definition } = await journeyVersion(desk, { workspace, key, version });
  const changes = differences(definition, manifest.journey);
  if (changes.length === 0 && head.active !== null) return { ...manifest, head, plan: 'same', changes };
  return { ...manifest, head, plan: head.manifest === null ? 'changed_in_slack' : 'update', changes };
}

/**
 * Publishes what is new or changed in the manifests; what was changed in Slack since stays as it is. A file that says
 * the same as what was published in Slack speaks for the journey again.
 */
export async function applyManifests(
  desk: Desk,
  workspace: string,
  manifests = readManifests(),
): Promise<ManifestPlan[]> {
  const plans = await planManifests(desk, workspace, manifests);
  return Promise.all(plans.map((plan) => applyOne(desk, workspace, plan)));
}

async function applyOne(desk: Desk, workspace: string, planned: ManifestPlan): Promise<ManifestPlan> {
  const { plan, journey, digest, file, head } = planned;
  if (plan === 'same' && head && head.manifest !== digest) await adoptManifest(desk, head, digest);
  if (plan === 'changed_in_slack')
    desk.log.warn({ file }, 'a journey was changed in Slack; its manifest is not applied');
  if (plan !== 'new' && plan !== 'update') return planned;
  const publication = { workspace, journey, by: BY_MANIFEST, manifest: digest, expectedRev: head?.rev ?? 0 };
  try {
    await publishJourney(desk, publication);
    return planned;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // Somebody published at this moment: another process the same file, or a person in Slack.
    return planOne(desk, workspace, planned);
  }
}
