import type { TextObject } from '@slack/types';
import { withEmoji } from './emoji.ts';
import { Mrkdwn } from './mrkdwn.tsx';

/** A text object of Block Kit. */
export function Text({ value }: { value: TextObject }) {
  if (value.type === 'mrkdwn') return <Mrkdwn text={value.text} />;
  return <>{plain(value)}</>;
}

/** The words of a text object, for names and labels. */
export function plain(value: TextObject | undefined): string {
  if (!value) return '';
  return value.type === 'plain_text' && value.emoji === false ? value.text : withEmoji(value.text);
}
