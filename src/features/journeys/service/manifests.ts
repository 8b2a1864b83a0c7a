import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Desk } from '../../../platform/desk.ts';
import { UserError } from '../../../platform/errors.ts';
import { parseJourney } from '../definition.ts';
import { differences } from '../domain/edit.ts';
import type { Journey } from '../domain/types.ts';
import { journeyHead, journeyVersion, publishJourney } from './versions.ts';

const FOLDER = fileURLToPath(new URL('../../../../manifests/journeys/', import.meta.url));
const BY_MANIFEST = 'desk';

type Manifest = { file: string; digest: string; journey: Journey };

/** What `apply` would do with a manifest, and what would change. `changed_in_slack`: it is left alone. */
export type ManifestPlan = Manifest & {
  plan: 'new' | 'update' | 'same' | 'changed_in_slack';
  changes: string[];
};

/** The journeys that lie in `manifests/journeys/`. @throws Error naming file, line and fault. */
function readManifests(folder = FOLDER): Manifest[] {
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .toSorted()
    .map((file) => {
      const text = readFileSync(`${folder}/${file}`, 'utf8');
      const { value: journey, faults } = parseJourney(text);
      if (!journey)
        throw new Error(
          `${file}: ${faults.map(({ line, message }) => `line ${line}: ${message}`).join('; ')}`,
        );
      return { file, journey, digest: createHash('sha256').update(text).digest('hex').slice(0, 16) };
    });
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
  if (!head) return { ...manifest, plan: 'new', changes: differences(null, manifest.journey) };
  const last = await journeyVersion(desk, { workspace, key, version: head.latest });
  if (last.manifest === manifest.digest) return { ...manifest, plan: 'same', changes: [] };
  const inSlack = last.manifest === null || head.active !== head.latest;
  const changes = differences(last.definition, manifest.journey);
  return { ...manifest, plan: inSlack ? 'changed_in_slack' : 'update', changes };
}

/** Publishes what is new or changed in the manifests; what was changed in Slack since stays as it is. */
export async function applyManifests(
  desk: Desk,
  workspace: string,
  manifests = readManifests(),
): Promise<ManifestPlan[]> {
  const plans = await planManifests(desk, workspace, manifests);
  for (const { plan, journey, digest, file } of plans) {
    if (plan === 'changed_in_slack')
      desk.log.warn({ file }, 'a journey was changed in Slack; its manifest is not applied');
    if (plan !== 'new' && plan !== 'update') continue;
    try {
      await publishJourney(desk, { workspace, journey, by: BY_MANIFEST, manifest: digest });
    } catch (error) {
      if (!(error instanceof UserError) && (error as { code?: number }).code !== 11000) throw error;
    }
  }
  return plans;
}
