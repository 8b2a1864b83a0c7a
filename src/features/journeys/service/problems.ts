import type { Desk } from '../../../platform/desk.ts';
import { policyKeys } from '../../sla/index.ts';
import { problemsOf } from '../domain/check.ts';
import { possibleValues } from '../domain/rules.ts';
import type { Journey } from '../domain/types.ts';

/** Everything that keeps a journey from being published on this desk, a line each, beginning with its question. */
export async function problemsOnDesk(desk: Desk, workspace: string, journey: Journey): Promise<string[]> {
  const problems = problemsOf(journey).map(({ question, message }) =>
    question ? `${question}: ${message}` : message,
  );
  return [...problems, ...(await unknownPolicies(desk, workspace, journey))];
}

async function unknownPolicies(desk: Desk, workspace: string, { outcome }: Journey): Promise<string[]> {
  if (outcome.slaPolicy === undefined) return [];
  const known = await policyKeys(desk, workspace);
  return possibleValues(outcome.slaPolicy)
    .filter((policy) => !known.includes(policy))
    .map((policy) => `There is no SLA policy "${policy}". Name one of: ${known.join(', ')}.`);
}
