import type { KnownBlock } from '@slack/types';
import { escapeText, section } from '../../../platform/slack/index.ts';

const mostLines = 12;

/** The note in a digest's thread when figures have changed since; no lines when they are again as they were. */
export function correctionMessage(lines: readonly string[]): { text: string; blocks: KnownBlock[] } {
  const intro =
    lines.length === 0
      ? 'Corrected: all figures are again as in the digest above.'
      : 'Corrected: figures have changed since this digest was sent.';
  const rest = lines.length - mostLines;
  const shown = [
    ...lines.slice(0, mostLines),
    ...(rest > 0 ? [`and ${rest} more: a test send shows all as they are now`] : []),
  ];
  return {
    text: intro,
    blocks: [section([intro, ...shown.map((line) => `• ${escapeText(line)}`)].join('\n'))],
  };
}
