import type { ActionsBlockElement, Button, KnownBlock, PlainTextElement, SectionBlock } from '@slack/types';
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
  inputText: 3_000,
  placeholder: 150,
} as const;

/** Plain text, cut to `max`; plain text is never parsed as markup, so user text needs no escaping. */
export function plain(text: string, max: number = limits.buttonText): PlainTextElement {
  return { type: 'plain_text', text: truncate(text === '' ? ' ' : text, max), emoji: true };
}

/** A section of mrkdwn, with a button or menu beside it. User text in it must have gone through `safe` or `escapeText`. */
export function section(text: string, accessory?: SectionBlock['accessory']): KnownBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: truncate(text, limits.sectionText), verbatim: true },
    ...(accessory ? { accessory } : {}),
  };
}

/** Up to ten facts, two a row. */
export function fields(...texts: string[]): KnownBlock {
  return {
    type: 'section',
    fields: texts
      .slice(0, 10)
      .map((text) => ({ type: 'mrkdwn', text: truncate(text, limits.fieldText), verbatim: true })),
  };
}

/** A button; `value` rides along. */
export function button(id: string, label: string, value = '', style?: 'primary' | 'danger'): Button {
  return {
    type: 'button',
    action_id: id,
    text: plain(label),
    ...(value ? { value } : {}),
    ...(style ? { style } : {}),
  };
}

/** A row of buttons and menus. */
export function row(...elements: ActionsBlockElement[]): KnownBlock {
  return { type: 'actions', elements };
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
