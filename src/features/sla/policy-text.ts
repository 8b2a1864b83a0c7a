import { LineCounter, parseDocument, stringify } from 'yaml';
import { z } from 'zod';
import type { Calendar } from '../../platform/time/hours.ts';
import { WEEKDAYS, type Weekday } from '../../platform/time/hours.ts';
import { formatHours, HOURS_EXAMPLE, parseHours } from '../../platform/time/hours-text.ts';
import { isZone } from '../../platform/time/zone.ts';
import { defaultPolicy, policySchema, type WrittenPolicy } from './domain/policy-schema.ts';

/** Policies and the calendars they name, as managers write them. */
export type PolicyText = { policies: WrittenPolicy[]; calendars: Calendar[] };

/** A fault in a text, with its line (from 1) where it is known. */
export type TextFault = { line: number | null; message: string };

/** Larger texts are refused unread. */
const MAX_BYTES = 256 * 1024;

const hours = z.string().transform((text, check) => {
  try {
    return parseHours(text);
  } catch (error) {
    check.addIssue({ code: 'custom', message: (error as Error).message });
    return z.NEVER;
  }
});

const calendarText = z
  .strictObject({
    key: z.string().min(1).max(40),
    name: z.string().min(1).max(75),
    zone: z.string().refine(isZone, 'is not an IANA time zone such as Europe/Berlin'),
    hours: z.union([z.literal('24x7'), z.partialRecord(z.enum(WEEKDAYS), hours)], {
      error: `is 24x7, or weekdays with hours such as "${HOURS_EXAMPLE}"`,
    }),
    holidays: z.record(z.iso.date('is not a date such as 2026-12-25'), z.string()).default({}),
  })
  .transform(
    ({ holidays, ...calendar }): Calendar => ({
      ...calendar,
      holidays: Object.entries(holidays).map(([date, name]) => ({ date, name })),
    }),
  );

const textSchema = z.strictObject({
  calendars: z.array(calendarText).max(50).default([]),
  policies: z.array(policySchema).max(50).default([]),
});

/** Calendars that no text has, and keys that come twice. */
const checkedSchema = (others: readonly Calendar[]) =>
  textSchema.superRefine(({ calendars, policies }, check) => {
    const known = new Set([...others, ...calendars].map(({ key }) => key));
    for (const [index, { key, calendar }] of policies.entries()) {
      if (calendar !== undefined && !known.has(calendar)) {
        const message = `names ${calendar}, which does not exist`;
        check.addIssue({ code: 'custom', path: ['policies', index, 'calendar'], message });
      }
      if (policies.findIndex((other) => other.key === key) !== index) {
        check.addIssue({ code: 'custom', path: ['policies', index, 'key'], message: `${key} is used twice` });
      }
    }
  });

/** Reads policies and calendars from YAML; faults name their lines. `others` are calendars it may name beside its own. */
export function parsePolicies(
  text: string,
  others: readonly Calendar[] = [],
): { value: PolicyText | null; faults: TextFault[] } {
  if (Buffer.byteLength(text) > MAX_BYTES) {
    return { value: null, faults: [{ line: null, message: 'The text is too long: at most 256 kB.' }] };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    const faults = document.errors.map((error) => ({
      line: lines.linePos(error.pos[0]).line,
      message: error.message.split('\n')[0] ?? error.message,
    }));
    return { value: null, faults };
  }
  const parsed = checkedSchema(others).safeParse(document.toJS({ maxAliasCount: 50 }) ?? {});
  if (parsed.success) return { value: parsed.data, faults: [] };
  const lineOf = (path: readonly PropertyKey[]): number | null => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true) as
        | { range?: [number, number, number] }
        | undefined;
      if (node?.range) return lines.linePos(node.range[0]).line;
    }
    return null;
  };
  return {
    value: null,
    faults: parsed.error.issues.map(({ path, message }) => ({
      line: lineOf(path),
      message: `${String(path.at(-1) ?? 'the text')} ${message}`,
    })),
  };
}

/** The same as YAML, without what is a default anyway. */
export function formatPolicies({ policies, calendars }: PolicyText): string {
  return stringify(
    {
      ...(calendars.length > 0 ? { calendars: calendars.map(writtenCalendar) } : {}),
      policies: policies.map(writtenPolicy),
    },
    { lineWidth: 0 },
  );
}

/** One policy of several, or all with their calendars. */
export function partOf({ policies, calendars }: PolicyText, key: string | null): PolicyText {
  if (key === null) return { policies, calendars };
  return { policies: policies.filter((policy) => policy.key === key), calendars: [] };
}

/** The whole with one policy replaced by what was written in its place (nothing takes it away), or all of it. */
export function withPart(whole: PolicyText, key: string | null, part: PolicyText): PolicyText {
  if (key === null) return part;
  return {
    policies: whole.policies.flatMap((policy) => (policy.key === key ? part.policies : [policy])),
    calendars: [...whole.calendars, ...part.calendars],
  };
}

/** The whole with a policy put in the place of that key, or added at the end. */
export function withPolicy(whole: PolicyText, policy: PolicyText['policies'][number]): PolicyText {
  const isNew = !whole.policies.some(({ key }) => key === policy.key);
  if (isNew) return { ...whole, policies: [...whole.policies, policy] };
  return withPart(whole, policy.key, { policies: [policy], calendars: [] });
}

/** The whole with a policy tried one place earlier or later; the first that matches counts. */
export function withMoved(whole: PolicyText, key: string, by: -1 | 1): PolicyText {
  const from = whole.policies.findIndex((policy) => policy.key === key);
  const to = from + by;
  const policy = whole.policies[from];
  if (!policy || to < 0 || to >= whole.policies.length) return whole;
  return { ...whole, policies: whole.policies.toSpliced(from, 1).toSpliced(to, 0, policy) };
}

/** The whole with a calendar put in the place of that key, or added; null takes it away. */
export function withCalendar(whole: PolicyText, key: string, calendar: Calendar | null): PolicyText {
  const others = whole.calendars.filter((each) => each.key !== key);
  return { ...whole, calendars: calendar ? [...others, calendar] : others };
}

function writtenCalendar({ holidays, hours: week, ...calendar }: Calendar) {
  return {
    ...calendar,
    hours:
      week === '24x7'
        ? week
        : Object.fromEntries(Object.entries(week).map(([day, of]) => [day as Weekday, formatHours(of)])),
    ...(holidays.length > 0
      ? { holidays: Object.fromEntries(holidays.map(({ date, name }) => [date, name])) }
      : {}),
  };
}

function writtenPolicy(policy: WrittenPolicy): Record<string, unknown> {
  const standard: Record<string, unknown> = defaultPolicy;
  return Object.fromEntries(
    Object.entries(policy).filter(
      ([name, value]) =>
        name === 'key' ||
        name === 'name' ||
        name === 'targets' ||
        JSON.stringify(value) !== JSON.stringify(standard[name]),
    ),
  );
}
