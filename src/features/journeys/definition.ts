import { isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { z } from 'zod';
import { MAX_QUESTIONS, problemsOf } from './domain/check.ts';
import type { ByRules, Condition, Journey, Option, Outcome, Question } from './domain/types.ts';

/** A fault in a journey's text, with its line (from 1) where it is known. */
export type Fault = { line: number | null; question: string | null; field: string | null; message: string };

/** Larger texts are refused unread. */
export const MAX_BYTES = 1024 * 1024;
/** Each rule is compared with those before it, so the work grows with the square of their number. */
const MAX_RULES = 200;

const id = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'use small letters, digits and _, beginning with a letter');
const key = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'use small letters, digits and -');
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
/** What Slack shows as a text of its own must not be empty. */
const shown = z.string().regex(/\S/, 'write something here');
const choice = scalar.transform((text) => text.trim()).pipe(shown);

const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union(
    [
      z.strictObject({ question: id, equals: scalar }),
      z.strictObject({ question: id, in: z.array(scalar).min(1) }),
      z.strictObject({ question: id, contains: scalar }),
      z.strictObject({ all: z.array(condition).min(1) }),
      z.strictObject({ any: z.array(condition).min(1) }),
      z.strictObject({ not: condition }),
    ],
    { error: 'a rule is {question, equals | in | contains}, {all: […]}, {any: […]} or {not: …}' },
  ),
);

function byRules<T extends z.ZodType>(value: T) {
  const rule = z.union([z.strictObject({ when: condition, use: value }), z.strictObject({ default: value })]);
  return z
    .union([value, z.array(rule).min(1)])
    .refine(
      (said) => !Array.isArray(said) || said.length <= MAX_RULES,
      `at most ${MAX_RULES} rules in a list`,
    );
}

const option = z.union([
  choice.transform((label): Option => ({ value: label, label })),
  z.strictObject({ value: choice, label: choice.optional(), description: shown.optional() }).transform(
    ({ value, label, description }): Option => ({
      value,
      label: label ?? value,
      ...(description === undefined ? {} : { description }),
    }),
  ),
]);

const common = {
  id,
  ask: shown,
  help: shown.optional(),
  example: scalar.pipe(shown).optional(),
  optional: z.boolean().optional(),
  next: byRules(id).optional(),
};

const question: z.ZodType<Question> = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('single'), options: z.array(option) }),
  z.strictObject({ ...common, kind: z.literal('multi'), options: z.array(option) }),
  z.strictObject({
    ...common,
    kind: z.literal('text'),
    format: z.enum(['plain', 'email', 'number', 'date']).optional(),
    lines: z.enum(['one', 'many']).optional(),
    minLength: z.int().min(0).optional(),
    maxLength: z.int().min(1).optional(),
    pattern: z.string().min(1).max(500).optional(),
    patternHint: z.string().max(200).optional(),
  }),
  z.strictObject({ ...common, kind: z.literal('images'), maxFiles: z.int().min(1).optional() }),
]);

const priority = z.enum(['urgent', 'high', 'medium', 'low']);

const outcome: z.ZodType<Outcome> = z.strictObject({
  subject: byRules(z.string()),
  priority: byRules(priority).optional(),
  category: byRules(z.string().max(75)).optional(),
  skills: byRules(z.array(z.string().max(75)).max(20)).optional(),
  slaPolicy: byRules(z.string().max(75)).optional(),
  fields: z.record(z.string().max(75), byRules(z.string().max(1000))).optional(),
});

/** The shape of a journey, as YAML gives it. */
const journeySchema: z.ZodType<Journey> = z.strictObject({
  key,
  title: shown,
  description: z.string().max(300).optional(),
  questions: z.array(question).max(MAX_QUESTIONS, `at most ${MAX_QUESTIONS} questions`),
  outcome,
});

/** What was read, or what is wrong with it. */
export type Parsed<T> = { value: T; faults: [] } | { value: null; faults: Fault[] };

/**
 * Reads a journey from YAML and checks that it may be published. Anchors, duplicate keys, tabs and unknown fields are
 * faults, each with its line.
 */
export function parseJourney(text: string): Parsed<Journey> {
  const read = readYaml(text);
  if ('faults' in read) return { value: null, faults: read.faults };
  const parsed = shaped(read, journeySchema, 'the journey');
  if (!parsed.value) return parsed;
  const faults = problemsOf(parsed.value).map(({ question, path, message }) => ({
    line: read.lineOf(path),
    question,
    field: null,
    message,
  }));
  return faults.length > 0 ? { value: null, faults } : parsed;
}

/** Checks the shape of one question, without looking at how it fits the others. */
export function questionFrom(value: unknown): Parsed<Question> {
  return shaped({ value, lineOf: () => null }, question, 'the question');
}

/** Reads what follows a question: an id, or rules. */
export const parseNext = (text: string): Parsed<ByRules<string>> =>
  parsePart(text, byRules(id), 'what follows');

/** Reads fields and their values, whatever they are. */
export const parseFields = (text: string): Parsed<Record<string, unknown>> =>
  parsePart(text, z.record(z.string(), z.unknown()), 'the limits');

/** Reads an outcome, without looking at the questions it names. */
export const parseOutcome = (text: string): Parsed<Outcome> => parsePart(text, outcome, 'the outcome');

function parsePart<T>(text: string, schema: z.ZodType<T>, name: string): Parsed<T> {
  const read = readYaml(text);
  return 'faults' in read ? { value: null, faults: read.faults } : shaped(read, schema, name);
}

function shaped<T>(read: ReadYaml, schema: z.ZodType<T>, name: string): Parsed<T> {
  const parsed = schema.safeParse(read.value);
  if (parsed.success) return { value: parsed.data, faults: [] };
  const faults = parsed.error.issues.flatMap(deepest).map((issue) => ({
    line: read.lineOf(issue.path),
    question: questionAt(read.value, issue.path),
    field: issue.path.length > 0 ? String(issue.path[0]) : null,
    message: `${issue.path.join('.') || name}: ${issue.message}`,
  }));
  return { value: null, faults };
}

type ReadYaml = { value: unknown; lineOf(path: readonly PropertyKey[]): number | null };

/** Reads YAML strictly, remembering where each part stands. */
function readYaml(text: string): ReadYaml | { faults: Fault[] } {
  const fault = (message: string, line: number | null = null): { faults: Fault[] } => ({
    faults: [{ line, question: null, field: null, message }],
  });
  if (text.length > MAX_BYTES) return fault(`The text is larger than ${MAX_BYTES / 1024} kB.`);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    strict: true,
    version: '1.2',
  });
  if (document.errors.length > 0)
    return {
      faults: document.errors.map((error) => ({
        line: error.linePos?.[0].line ?? null,
        question: null,
        field: null,
        message: error.message.split('\n')[0] ?? error.message,
      })),
    };
  try {
    const value: unknown = document.toJS({ maxAliasCount: 0 });
    return { value, lineOf: (path) => lineOfPath(document.contents, path, lines) };
  } catch {
    return fault('Anchors and aliases (& and *) are not read. Write the text out.');
  }
}

function lineOfPath(root: unknown, path: readonly PropertyKey[], lines: LineCounter): number | null {
  let node: unknown = root;
  let offset = (root as Node | null)?.range?.[0] ?? 0;
  for (const part of path) {
    const pair = isMap(node)
      ? node.items.find((item) => isScalar(item.key) && item.key.value === part)
      : null;
    node = pair ? pair.value : isSeq(node) && typeof part === 'number' ? node.items[part] : null;
    const start = (pair && isPair(pair) ? (pair.key as Node) : (node as Node | null))?.range?.[0];
    if (start === undefined) break;
    offset = start;
  }
  return lines.linePos(offset).line;
}

type Issue = z.core.$ZodIssue;

/** Of a union's branches, the issues of the one that came closest, so that the message names the true place. */
function deepest(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const depth = (issues: Issue[]): number => Math.max(0, ...issues.map(({ path }) => path.length));
  const best = issue.errors.reduce((one, other) =>
    depth(other as Issue[]) > depth(one as Issue[]) ? other : one,
  );
  if (depth(best as Issue[]) === 0) return [issue];
  return (best as Issue[])
    .map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }) as Issue)
    .flatMap(deepest);
}

function questionAt(value: unknown, path: readonly PropertyKey[]): string | null {
  if (path[0] !== 'questions' || typeof path[1] !== 'number') return null;
  const questions = (value as { questions?: { id?: unknown }[] }).questions;
  const found = questions?.[path[1]]?.id;
  return typeof found === 'string' ? found : `number ${path[1] + 1}`;
}
