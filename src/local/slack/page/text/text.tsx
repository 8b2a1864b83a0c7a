import type { TextObject } from '@slack/types';
import { withEmoji } from './emoji.ts';
import { Mrkdwn } from './mrkdwn.tsx';

/** A text object of Block Kit. */
export function Text({ value }: { value: TextObject }) {
  if (value.type === 'mrkdwn') return <Mrkdwn text={value.text} />;
  return <>{plain(value)}</>;
}

/** The words of a text object, for names and labels. */
export const plain = (value: TextObject | undefined): string => (value ? withEmoji(value.text) : '');
