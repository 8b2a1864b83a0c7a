import { type Fault, missing, unsupported } from './fault.ts';
import { actions, button, input, mrkdwn, picture, plain, section, select, typed } from './parts.ts';

const element = '/blocks/0/elements/0';

/** What text, blocks and their places must not be. */
export const blockFaults: Fault[] = [
  {
    rule: 'A block has a type',
    refusal: missing('type', '/blocks/0'),
    wrong: [{ text: plain('x') }],
    right: [section()],
  },
  {
    rule: 'The type of a block is known',
    refusal: unsupported('banner', '/blocks/0'),
    wrong: [{ type: 'banner' }],
    right: [{ type: 'divider' }],
  },
  {
    rule: 'A block has no unknown field',
    refusal: 'invalid additional property: colour [json-pointer:/blocks/0]',
    source: 'wording assumed',
    wrong: [section({ colour: 'red' })],
    right: [section()],
  },
  {
    rule: 'Blocks are objects',
    refusal: 'must provide an object [json-pointer:/blocks/0/text]',
    source: 'wording assumed',
    wrong: [section({ text: 'bare' })],
    right: [section()],
  },
  {
    rule: 'Text is not empty',
    refusal: 'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    wrong: [section({ text: mrkdwn('') })],
    right: [section()],
  },
  {
    rule: 'Text is a string',
    refusal: 'must provide a string [json-pointer:/blocks/0/text/text]',
    wrong: [section({ text: { type: 'mrkdwn', text: 5 } })],
    right: [section()],
  },
  {
    rule: 'A section has text or fields',
    refusal: missing('text', '/blocks/0'),
    wrong: [{ type: 'section' }],
    right: [{ type: 'section', fields: [mrkdwn('f')] }],
  },
  {
    rule: 'A header is plain text',
    refusal: 'must be one of: plain_text [json-pointer:/blocks/0/text/type]',
    source: 'wording assumed',
    wrong: [{ type: 'header', text: mrkdwn('x') }],
    right: [{ type: 'header', text: plain('x') }],
  },
  {
    rule: 'The text of a button is plain text',
    refusal: `must be one of: plain_text [json-pointer:${element}/text/type]`,
    source: 'wording assumed',
    wrong: [actions(button({ text: mrkdwn('x') }))],
    right: [actions(button())],
  },
  {
    rule: 'mrkdwn has no emoji flag',
    refusal: 'invalid additional property: emoji [json-pointer:/blocks/0/text]',
    source: 'wording assumed',
    wrong: [section({ text: { ...mrkdwn('x'), emoji: true } })],
    right: [section({ text: { ...plain('x'), emoji: true } })],
  },
  {
    rule: 'plain_text has no verbatim flag',
    refusal: 'invalid additional property: verbatim [json-pointer:/blocks/0/text]',
    source: 'wording assumed',
    wrong: [section({ text: { ...plain('x'), verbatim: true } })],
    right: [section({ text: { ...mrkdwn('x'), verbatim: true } })],
  },
  {
    rule: 'block_id is unique in a message',
    refusal: '`block_id` "a" already exists [json-pointer:/blocks/1/block_id]',
    source: 'wording assumed',
    wrong: [section({ block_id: 'a' }), section({ block_id: 'a' })],
    right: [section({ block_id: 'a' }), section({ block_id: 'b' })],
  },
  {
    rule: 'action_id is unique in a block',
    refusal: '`action_id` "go" already exists in this block [json-pointer:/blocks/0/elements/1/action_id]',
    source: 'wording assumed',
    wrong: [actions(button(), button())],
    right: [actions(button()), actions(button())],
  },
  {
    rule: 'An actions block has an element',
    refusal: 'no fewer than 1 items allowed [json-pointer:/blocks/0/elements]',
    wrong: [actions()],
    right: [actions(button())],
  },
  {
    rule: 'A context has an element',
    refusal: 'no fewer than 1 items allowed [json-pointer:/blocks/0/elements]',
    wrong: [{ type: 'context', elements: [] }],
    right: [{ type: 'context', elements: [mrkdwn('x')] }],
  },
  {
    rule: 'A context holds text and images only',
    refusal: unsupported('button', element),
    wrong: [{ type: 'context', elements: [button()] }],
    right: [{ type: 'context', elements: [picture()] }],
  },
  {
    rule: 'Text inputs stand in input blocks only',
    refusal: unsupported('plain_text_input', element),
    wrong: [actions(typed({ action_id: 't' }))],
    right: [input(typed())],
  },
  {
    rule: 'Buttons do not stand in input blocks',
    refusal: unsupported('button', '/blocks/0/element'),
    wrong: [input(button())],
    right: [input(select())],
  },
  {
    rule: 'A datetimepicker is no accessory of a section',
    refusal: unsupported('datetimepicker', '/blocks/0/accessory'),
    wrong: [section({ accessory: { type: 'datetimepicker', action_id: 'd' } })],
    right: [actions({ type: 'datetimepicker', action_id: 'd' })],
  },
  {
    rule: 'A file_input stands in modals only',
    refusal: unsupported('file_input', '/blocks/0/element'),
    wrong: [input({ type: 'file_input' })],
    right: [input(typed())],
  },
  {
    rule: 'A file block cannot be posted',
    refusal: unsupported('file', '/blocks/0'),
    wrong: [{ type: 'file', source: 'remote', external_id: 'x' }],
    right: [section()],
  },
];
