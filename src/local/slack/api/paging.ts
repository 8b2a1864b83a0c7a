import { SlackError } from './errors.ts';

/** One page of a list, with the cursor of the next; a cursor that was not given out is `invalid_cursor`. */
export function page<T>(
  items: readonly T[],
  request: { cursor?: string; limit?: number },
  limits: { usual: number; most: number },
): { items: T[]; response_metadata: { next_cursor: string } } {
  const limit = request.limit ?? limits.usual;
  if (limit < 1 || limit > limits.most) throw new SlackError('invalid_limit');
  const start = request.cursor ? startOf(request.cursor) : 0;
  const end = start + limit;
  const next = end < items.length ? Buffer.from(`next:${end}`).toString('base64') : '';
  return { items: items.slice(start, end), response_metadata: { next_cursor: next } };
}

function startOf(cursor: string): number {
  const match = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
  if (!match) throw new SlackError('invalid_cursor');
  return Number(match[1]);
}
