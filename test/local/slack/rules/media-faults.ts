import { type Fault, missing } from './fault.ts';
import { cell, mrkdwn, picture, plain, section, table } from './parts.ts';

/** What pictures, tables, videos and cards must not be. */
export const mediaFaults: Fault[] = [
  {
    rule: 'An image has alt_text',
    refusal: missing('alt_text', '/blocks/0'),
    wrong: [picture({ alt_text: undefined })],
    right: [picture()],
  },
  {
    rule: 'An image has an address or a file',
    refusal: 'must have either image_url or slack_file [json-pointer:/blocks/0]',
    source: 'wording assumed',
    wrong: [picture({ image_url: undefined })],
    right: [picture()],
  },
  {
    rule: 'An image does not have both',
    refusal: 'must have either image_url or slack_file [json-pointer:/blocks/0]',
    source: 'wording assumed',
    wrong: [picture({ slack_file: { id: 'F1' } })],
    right: [picture()],
  },
  {
    rule: 'A slack_file has an id or an address, not both',
    refusal: 'must have either id or url [json-pointer:/blocks/0/slack_file]',
    source: 'wording assumed',
    wrong: [picture({ image_url: undefined, slack_file: { id: 'F1', url: 'https://a.example' } })],
    right: [picture()],
  },
  {
    rule: 'A slack_file exists',
    refusal: 'slack file not found [json-pointer:/blocks/0/slack_file]',
    source: 'wording assumed',
    wrong: [picture({ image_url: undefined, slack_file: { id: 'F0NOSUCH' } })],
    right: [picture()],
  },
  {
    rule: 'A message has one table',
    refusal: 'only one table is allowed in a message [json-pointer:/blocks/1]',
    source: 'wording assumed',
    wrong: [table([[cell('a')]]), table([[cell('b')]])],
    right: [table([[cell('a')]])],
  },
  {
    rule: 'Markdown blocks have 12,000 characters together',
    refusal: 'markdown blocks must have less than 12001 characters together [json-pointer:/blocks]',
    source: 'wording assumed',
    wrong: [
      { type: 'markdown', text: 'x'.repeat(8000) },
      { type: 'markdown', text: 'x'.repeat(8000) },
    ],
    right: [
      { type: 'markdown', text: 'x'.repeat(6000) },
      { type: 'markdown', text: 'x'.repeat(6000) },
    ],
  },
  {
    rule: 'A video needs the scope links.embed:write',
    refusal: 'video blocks need the scope links.embed:write [json-pointer:/blocks/0]',
    source: 'wording assumed',
    wrong: [
      {
        type: 'video',
        video_url: 'https://a.example/v',
        thumbnail_url: 'https://a.example/t',
        alt_text: 'v',
        title: plain('v'),
      },
    ],
    right: [section()],
  },
  {
    rule: 'A card has an image, title, actions or body',
    refusal: 'must have hero_image, title, actions or body [json-pointer:/blocks/0]',
    source: 'wording assumed',
    wrong: [{ type: 'card' }],
    right: [{ type: 'card', body: mrkdwn('b') }],
  },
  {
    rule: 'A container has a title',
    refusal: 'missing required field: title [json-pointer:/blocks/0]',
    wrong: [{ type: 'container', child_blocks: [section()] }],
    right: [{ type: 'container', title: plain('t'), child_blocks: [section()] }],
  },
  {
    rule: 'A data_table has a caption',
    refusal: missing('caption', '/blocks/0'),
    wrong: [{ type: 'data_table', rows: [[cell('a')]] }],
    right: [{ type: 'data_table', caption: 'c', rows: [[cell('a')]] }],
  },
];
