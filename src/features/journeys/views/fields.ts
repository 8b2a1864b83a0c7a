import type { InputBlock } from '@slack/types';
import { UserError } from '../../../platform/errors.ts';
import { textField } from '../../../platform/slack/index.ts';

type LineOptions = { multiline?: boolean; empty?: boolean; max?: number; hint?: string };

/** Characters that one field of Slack takes. */
const MAX_FIELD = 3000;
/** Where a text is cut into fields, so that there is room to add to each. */
const PIECE = 2600;
const MAX_PIECES = 10;

/** A field for text. */
export function line(
  blockId: string,
  label: string,
  initial = '',
  { multiline = false, empty = false, max = MAX_FIELD, hint }: LineOptions = {},
): InputBlock {
  return textField({
    name: blockId,
    label,
    value: initial,
    multiline,
    max,
    optional: empty,
    ...(hint ? { hint } : {}),
  });
}

/**
 * Lines of text in as many fields as they need, since Slack's take 3,000 characters each; nothing is cut off.
 * `joined` reads them back. @throws UserError when they are too long for that.
 */
export function pieces(
  blockId: string,
  label: string,
  text: string,
  options: LineOptions = {},
): InputBlock[] {
  const parts = [''];
  for (const each of text.replace(/\n$/, '').split('\n')) {
    const last = parts.at(-1) ?? '';
    if (last !== '' && last.length + each.length + 1 > PIECE) parts.push(each);
    else parts[parts.length - 1] = last === '' ? each : `${last}\n${each}`;
  }
  if (parts.length > MAX_PIECES || parts.some((part) => part.length > MAX_FIELD))
    throw new UserError(
      'This is longer than a form in Slack takes. Export the journey, change the file and drop it in the app’s messages.',
    );
  return parts.map((part, index) =>
    index === 0
      ? line(blockId, label, part, { ...options, multiline: true })
      : line(`${blockId}${index + 1}`, `${label} (${index + 1})`, part, { multiline: true, empty: true }),
  );
}

/** What stands in the fields that `pieces` made. */
export function joined(fields: Readonly<Record<string, unknown>>, blockId: string): string {
  return Array.from(
    { length: MAX_PIECES },
    (_, index) => fields[index === 0 ? blockId : `${blockId}${index + 1}`],
  )
    .filter((part): part is string => typeof part === 'string' && part.trim() !== '')
    .join('\n');
}
