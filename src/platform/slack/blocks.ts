import type { KnownBlock, PlainTextElement } from '@slack/types';
import { truncate } from './text.ts';

/** Slack's limits that builders cut to. Source: https://docs.slack.dev/reference/block-kit and @slack/types. */
export const limits = {
  messageBlocks: 50,
  viewBlocks: 100,
  viewBytes: 250_000,
  sectionText: 3_000,
  fieldText: 2_000,
  headerText: 150,
  buttonText: 75,
  optionText: 75,
  modalTitle: 24,
  privateMetadata: 3_000,
  inputLabel: 2_000,
  placeholder: 150,
} as const;

/** Plain text, cut to `max`; plain text is never parsed as markup, so user text needs no escaping. */
export function plain(text: string, max: number = limits.buttonText): PlainTextElement {
  return { type: 'plain_text', text: truncate(text === '' ? ' ' : text, max), emoji: true };
}

/** A section of mrkdwn. User text in it must have gone through `safe` or `escapeText`. */
export function section(text: string): KnownBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: truncate(text, limits.sectionText), verbatim: true },
  };
}

/** Small grey text. */
export function context(...texts: string[]): KnownBlock {
  return {
    type: 'context',
    elements: texts
      .slice(0, 10)
      .map((text) => ({ type: 'mrkdwn', text: truncate(text, limits.fieldText), verbatim: true })),
  };
}

/** A headline. */
export function header(text: string): KnownBlock {
  return { type: 'header', text: plain(text, limits.headerText) };
}
