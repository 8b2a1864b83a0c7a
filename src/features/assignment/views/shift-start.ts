import type { KnownBlock } from '@slack/types';
import { plain, section } from '../../../platform/slack/index.ts';
import { peopleIds } from '../../people/index.ts';

/** Asks once, at the start of a shift, with one button; it sets nothing by itself. */
export function shiftStartMessage(): { text: string; blocks: KnownBlock[] } {
  const text = 'Your shift has started. Are you ready for tickets?';
  return {
    text,
    blocks: [
      section(text),
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: peopleIds.availability,
            text: plain('I am available'),
            style: 'primary',
            value: 'available',
          },
        ],
      },
    ],
  };
}
