import type { Policy, PolicySubject, PolicyVersion } from './types.ts';

/** The policy that a journey chose by key, else the first that matches; null when there is none. */
export function policyFor(subject: PolicySubject, version: PolicyVersion): Policy | null {
  const chosen = version.policies.find((policy) => policy.key === subject.slaPolicy);
  return chosen ?? version.policies.find((policy) => matches(policy, subject)) ?? null;
}

function matches({ match }: Policy, subject: PolicySubject): boolean {
  if (match.categories && !match.categories.includes(subject.category)) return false;
  if (match.journeys && !match.journeys.includes(subject.journey?.key ?? '')) return false;
  return !match.tags || match.tags.some((tag) => subject.tags.includes(tag));
}
