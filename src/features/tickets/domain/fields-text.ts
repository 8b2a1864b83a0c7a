import { isDeepStrictEqual } from 'node:util';
import type { Ticket } from './types.ts';

const MOST = 20;
const NAME_LENGTH = 40;
const VALUE_LENGTH = 500;

/**
 * Custom fields as people write them: `order: 4711`, one a line; blank lines mean nothing.
 * @throws Error naming the line that is none, or what is too much.
 */
export function parseFields(text: string): Ticket['fields'] {
  const lines = text.split('\n').map((line) => line.trim());
  const fields = lines.flatMap((line, index): [string, string][] => {
    if (line === '') return [];
    const [, name = '', value = ''] = /^([^:]+):(.*)$/.exec(line) ?? [];
    const fault = faultOf(name.trim(), value.trim());
    if (fault) throw new Error(`Line ${index + 1}: ${fault}`);
    return [[name.trim(), value.trim()]];
  });
  if (fields.length > MOST) throw new Error(`${MOST} fields at the most.`);
  return Object.fromEntries(fields);
}

/** The same, written out. */
export function formatFields(fields: Ticket['fields']): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${value.replaceAll('\n', ' ')}`)
    .join('\n');
}

/** Fields as a form of `most` characters can show and read back whole; null where it cannot, and saving would lose some. */
export function editableFields(fields: Ticket['fields'], most: number): string | null {
  const text = formatFields(fields);
  if (text.length > most) return null;
  try {
    return isDeepStrictEqual(parseFields(text), fields) ? text : null;
  } catch {
    return null;
  }
}

function faultOf(name: string, value: string): string | null {
  if (name === '') return 'write a name, a colon and a value, for example: order: 4711';
  if (name.length > NAME_LENGTH) return `a name has ${NAME_LENGTH} characters at the most.`;
  if (/^[$_]|\./.test(name)) return 'a name has no dot, and does not begin with $ or _.';
  return value.length > VALUE_LENGTH ? `a value has ${VALUE_LENGTH} characters at the most.` : null;
}

/** Category and tags as they are kept: small letters, each tag once, and a category even where none was written. */
export function labelsOf({ category, tags }: { category: string; tags: string }): {
  category: string;
  tags: string[];
} {
  const each = tags.split(',').map((tag) => tag.trim().toLowerCase().slice(0, 40));
  return { category: category || 'Other', tags: [...new Set(each.filter(Boolean))].slice(0, 20) };
}
