import type { KnownBlock } from '@slack/types';
import { button, row, section } from '../../../platform/slack/index.ts';
import { peopleIds } from '../../people/index.ts';

/** Asks once, at the start of a shift, with one button; it sets nothing by itself. */
export function shiftStartMessage(): { text: string; blocks: KnownBlock[] } {
  const text = 'Your shift has started. Are you ready for tickets?';
  return {
    text,
    blocks: [section(text), row(button(peopleIds.availability, 'I am available', 'available', 'primary'))],
  };
}
