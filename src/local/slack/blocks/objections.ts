import type { z } from 'zod';

const nouns: Record<string, string> = {
  string: 'a string',
  object: 'an object',
  array: 'an array',
  boolean: 'a boolean',
  number: 'a number',
  int: 'an integer',
  record: 'an object',
};

/** One fault in Slack's words, with the JSON pointer to it; `root` is the pointer of what was checked. */
export function objection(message: string, root: string, path: readonly PropertyKey[] = []): string {
  const pointer = [root, ...path.map(String)].join('/');
  return `[ERROR] ${message} [json-pointer:${pointer}]`;
}

/** A schema's findings as Slack's objections. */
export function objectionsOf(error: z.ZodError, root: string): string[] {
  return error.issues.flatMap((issue) => fromIssue(issue, root));
}

function fromIssue(issue: z.core.$ZodIssue, root: string): string[] {
  const { path } = issue;
  const missing = () => [
    objection(`missing required field: ${String(path.at(-1))}`, root, path.slice(0, -1)),
  ];
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return missing();
      return [objection(`must provide ${nouns[issue.expected] ?? issue.expected}`, root, path)];
    case 'invalid_union':
      if (issue.input === undefined) return missing();
      if (issue.discriminator === undefined)
        return [objection('failed to match all allowed schemas', root, path)];
      return typeof issue.input === 'object' && issue.input !== null
        ? unsupported(issue.input, issue.discriminator, root, path)
        : [objection('must provide an object', root, path)];
    case 'unrecognized_keys':
      return issue.keys.map((key) => objection(`invalid additional property: ${key}`, root, path));
    case 'too_big':
      return [objection(tooBig(issue.origin, Number(issue.maximum)), root, path)];
    case 'too_small':
      return [objection(tooSmall(issue.origin, Number(issue.minimum)), root, path)];
    case 'invalid_value':
      if (issue.input === undefined) return missing();
      return [objection(`must be one of: ${issue.values.join(', ')}`, root, path)];
    default:
      return [objection(issue.message, root, path)];
  }
}

/** zod points at the discriminator itself. */
function unsupported(
  input: object,
  discriminator: string,
  root: string,
  path: readonly PropertyKey[],
): string[] {
  const type = (input as Record<string, unknown>)[discriminator];
  const at = path.at(-1) === discriminator ? path.slice(0, -1) : path;
  if (type === undefined) return [objection(`missing required field: ${discriminator}`, root, at)];
  return [objection(`unsupported ${discriminator}: ${String(type)}`, root, [...at, discriminator])];
}

function tooBig(origin: string, maximum: number): string {
  if (origin === 'string') return `must be less than ${maximum + 1} characters`;
  if (origin === 'array') return `no more than ${maximum} items allowed`;
  return `must be less than or equal to ${maximum}`;
}

function tooSmall(origin: string, minimum: number): string {
  if (origin === 'string') return `must be more than ${minimum - 1} characters`;
  if (origin === 'array') return `no fewer than ${minimum} items allowed`;
  return `must be greater than or equal to ${minimum}`;
}
