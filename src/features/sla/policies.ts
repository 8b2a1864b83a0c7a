import { isDeepStrictEqual } from 'node:util';
import type { Desk } from '../../platform/desk.ts';
import { isDuplicateKey, UserError } from '../../platform/errors.ts';
import { recent } from '../../platform/recent.ts';
import type { Calendar } from '../../platform/time/hours.ts';
import { getSettings } from '../settings/index.ts';
import { defaultPolicy, type WrittenPolicy } from './domain/policy-schema.ts';
import type { Policy } from './domain/types.ts';
import { readPolicyManifests } from './manifests.ts';
import { policyVersionModel, type StoredVersion } from './model.ts';
import type { PolicyText } from './policy-text.ts';

/** Who published what nobody has changed in Slack yet. */
const BY_MANIFESTS = 'manifests';

/** What is put in force: policies as written, and the calendars they name. */
type Publication = { by: string; written: WrittenPolicy[]; calendars: Calendar[] };

const recentVersions = recent(publishedVersions);

/**
 * The policies of a workspace through time, oldest first; the first stands from the beginning. Versions never change:
 * what a clock did is worked out from the policies that were in force then. One published elsewhere may be missing for a
 * second.
 */
export function policyVersions(desk: Desk, workspace: string): Promise<readonly StoredVersion[]> {
  return recentVersions.get(desk, workspace);
}

/** All versions that are published at this moment, for who notes what follows from them. */
export async function publishedVersions(desk: Desk, workspace: string): Promise<StoredVersion[]> {
  const versions = await policyVersionModel(desk.database)
    .find({ workspace }, { _id: 0 })
    .sort({ version: 1 })
    .lean<StoredVersion[]>();
  if (versions.length > 0) return versions;
  await store(desk, workspace, {
    ...(await complete(desk, workspace, fromManifests(desk))),
    version: 1,
    since: new Date(0),
  });
  return publishedVersions(desk, workspace);
}

/** The keys of the policies in force. */
export async function policyKeys(desk: Desk, workspace: string): Promise<string[]> {
  return ((await publishedVersions(desk, workspace)).at(-1)?.policies ?? []).map(({ key }) => key);
}

/**
 * Puts policies in force from now on. Open tickets keep what has elapsed; their timers are worked out anew.
 * @throws UserError naming a calendar that does not exist, or when someone else published at the same moment.
 */
export async function publishPolicies(
  desk: Desk,
  workspace: string,
  publication: Publication,
): Promise<void> {
  const last = (await publishedVersions(desk, workspace)).at(-1);
  const stored = await store(desk, workspace, {
    ...(await complete(desk, workspace, publication)),
    version: (last?.version ?? 0) + 1,
    since: desk.clock.now(),
  });
  if (!stored) throw new UserError('Someone else has just changed the policies. Look at them again.');
  desk.events.emit('sla.policiesChanged', { workspace });
}

/**
 * Publishes anew when what stands outside the policies has changed: the workspace's own hours for those that count in
 * them, and the manifests as long as nobody has published in Slack.
 */
export async function followSources(desk: Desk, workspace: string): Promise<void> {
  const current = (await publishedVersions(desk, workspace)).at(-1);
  if (!current) return;
  const publication = current.by === BY_MANIFESTS ? fromManifests(desk) : current;
  const wanted = await complete(desk, workspace, publication);
  if (isDeepStrictEqual(wanted.policies, current.policies)) return;
  await publishPolicies(desk, workspace, wanted);
}

/** The policies of now as they were written, with their calendars. */
export async function policiesInForce(desk: Desk, workspace: string): Promise<PolicyText> {
  const current = (await publishedVersions(desk, workspace)).at(-1);
  return { policies: current?.written ?? [], calendars: current?.calendars ?? [] };
}

/** The years whose holidays are read from an iCalendar file: this one and the next two. */
export function coveredYears(desk: Desk): number[] {
  const year = desk.clock.now().getUTCFullYear();
  return [year, year + 1, year + 2];
}

function fromManifests(desk: Desk): Publication {
  const { policies, calendars } = readPolicyManifests(coveredYears(desk));
  return { by: BY_MANIFESTS, written: policies.length > 0 ? policies : [defaultPolicy], calendars };
}

/** The publication with its calendars in the policies, as they would count from now on; `hours` instead of the own ones. */
export async function complete(
  desk: Desk,
  workspace: string,
  { by, written, calendars }: Publication,
  hours?: Calendar,
): Promise<Publication & { policies: Policy[] }> {
  const own = hours ?? (await getSettings(desk, workspace)).calendar;
  return { by, written, calendars, policies: written.map((policy) => withCalendar(policy, calendars, own)) };
}

async function store(desk: Desk, workspace: string, version: StoredVersion): Promise<boolean> {
  try {
    await policyVersionModel(desk.database).create({ ...version, workspace });
    recentVersions.forget(desk, workspace);
    return true;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return false;
  }
}

function withCalendar(policy: WrittenPolicy, calendars: Calendar[], own: Calendar): Policy {
  const { calendar: key, ...rest } = policy;
  if (key === undefined) return { ...rest, calendar: own };
  const calendar = calendars.find((each) => each.key === key);
  if (!calendar)
    throw new UserError(`The policy ${policy.key} counts in the calendar ${key}, which does not exist.`);
  return { ...rest, calendar };
}
