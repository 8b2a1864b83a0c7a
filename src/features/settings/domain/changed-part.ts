import { isDeepStrictEqual } from 'node:util';

/** What something was and what it became, by field. */
type Change = { before: Record<string, unknown>; after: Record<string, unknown> };

/** Groups of fields, of settings and of people, of which each field is changed by itself. */
const groups = ['assignment', 'escalation', 'tickets', 'stats', 'billing', 'profile'];

/** Whether a change may give this field in part. */
export function isGroup(field: string): boolean {
  return groups.includes(field);
}

/** What of a change differs from before. Forms give everything they show, and taking that back would overwrite the rest. */
export function changedPart({ before, after }: Change): Change {
  const part: Change = { before: {}, after: {} };
  for (const [field, became] of Object.entries(after)) {
    const was = before[field];
    if (isDeepStrictEqual(was, became)) continue;
    const inside = isGroup(field)
      ? changedPart({ before: was, after: became } as Record<keyof Change, Change['after']>)
      : null;
    if (inside && isNothing(inside)) continue;
    part.before[field] = inside?.before ?? was;
    part.after[field] = inside?.after ?? became;
  }
  return part;
}

/** Whether nothing differs. */
export function isNothing({ after }: Change): boolean {
  return Object.keys(after).length === 0;
}

/**
 * Whether two changes of one thing are about the same field: taking the earlier back would overwrite the later
 * (docs/rules/people.md, “Settings and changes”).
 */
export function overlap(one: Change, other: Change): boolean {
  const fields = fieldsOf(one);
  return fieldsOf(other).some((field) => fields.includes(field));
}

/**
 * Whether a change was made, by what came after it: what the first later change of each field found, else what is there
 * now.
 */
export function wasMade(change: Change, later: readonly Change[], now: Record<string, unknown>): boolean {
  const before = flat(change.before);
  const found = [...later.map((next) => flat(next.before)), flat(now)];
  return fieldsOf(change).some(
    (field) => !isSame(before.get(field), found.find((each) => each.has(field))?.get(field)),
  );
}

/** As they are stored: what is not there is null. */
function isSame(one: unknown, other: unknown): boolean {
  const [stored, there] = [one, other].map((value) => JSON.parse(JSON.stringify(value ?? null)));
  return isDeepStrictEqual(stored, there);
}

const fieldsOf = ({ after }: Change): string[] => [...flat(after).keys()];

/** Values by field, those of groups as `group.field`. */
function flat(values: Record<string, unknown>): Map<string, unknown> {
  return new Map(
    Object.entries(values).flatMap(([field, value]): [string, unknown][] =>
      isGroup(field)
        ? Object.entries(value as object).map(([inner, each]) => [`${field}.${inner}`, each])
        : [[field, value]],
    ),
  );
}
