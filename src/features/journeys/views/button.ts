import type { Button } from '@slack/types';
import { plain } from '../../../platform/slack/index.ts';

/** A button; `value` rides along. */
export function button(action_id: string, label: string, value: string): Button {
  return { type: 'button', action_id, text: plain(label), ...(value ? { value } : {}) };
}
