import type { KnownBlock } from '@slack/types';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text });
const option = (text: string, value = text.toLowerCase()) => ({ text: plain(text), value });

/** A ticket's card, as a support desk would post it. */
export const card: KnownBlock[] = [
  { type: 'header', text: plain(':ticket: T-1042  Parcel arrived broken') },
  { type: 'context', elements: [mrkdwn('🔥 Urgent · Order issue · from Ana · Acme (Gold)')] },
  {
    type: 'section',
    fields: [
      mrkdwn('*Status*\nAssigned'),
      mrkdwn('*Assignee*\n<@U0BO>'),
      mrkdwn('*First response*\n🟡 due <!date^1795276800^{date_short} at {time}|soon>'),
      mrkdwn('*Resolution*\n🟢 Mon 12:00'),
    ],
  },
  {
    type: 'section',
    text: mrkdwn('>The box was open and the cup is in *two* pieces.\n>Can I have a new one?'),
  },
  {
    type: 'actions',
    block_id: 'card',
    elements: [
      { type: 'button', action_id: 'card.claim', text: plain('Claim'), style: 'primary', value: 'T-1042' },
      { type: 'button', action_id: 'card.reply', text: plain('Reply'), value: 'T-1042' },
      {
        type: 'button',
        action_id: 'card.cancel',
        text: plain('Cancel ticket'),
        style: 'danger',
        confirm: {
          title: plain('Cancel T-1042?'),
          text: mrkdwn('Ana is told that *nothing more* happens.'),
          confirm: plain('Cancel ticket'),
          deny: plain('Keep it'),
          style: 'danger',
        },
      },
      {
        type: 'overflow',
        action_id: 'card.more',
        options: [option('Assign'), option('Priority'), option('Details')],
      },
    ],
  },
];

/** The card after someone claimed it. */
export const claimedCard: KnownBlock[] = [
  { type: 'header', text: plain(':ticket: T-1042  Parcel arrived broken') },
  { type: 'context', elements: [mrkdwn('✅ Claimed')] },
];

/** Everything else that a message can hold; `picture` is the id of a file of the app. */
export const wall = (picture: string): KnownBlock[] => [
  {
    type: 'section',
    text: mrkdwn(
      'Words: *bold*, _italic_, ~struck~, `code`, <https://example.com|a link>, <#C0GENERAL>, <@U0ANA>, <!here>, :tada: &lt;safe&gt;\n```preformatted\n  text```',
    ),
  },
  { type: 'divider' },
  {
    type: 'section',
    block_id: 'pick',
    text: mrkdwn('A section with a menu'),
    accessory: {
      type: 'static_select',
      action_id: 'pick.one',
      placeholder: plain('Pick a colour'),
      options: [option('Red'), option('Green'), option('Blue')],
    },
  },
  { type: 'image', slack_file: { id: picture }, alt_text: 'A red square', title: plain('The square') },
  {
    type: 'table',
    rows: [
      [
        { type: 'raw_text', text: 'Agent' },
        { type: 'raw_text', text: 'Solved' },
      ],
      [
        { type: 'raw_text', text: 'Bo' },
        { type: 'raw_text', text: '12' },
      ],
      [
        { type: 'raw_text', text: 'Cy' },
        { type: 'raw_text', text: '9' },
      ],
    ],
    column_settings: [{ align: 'left' }, { align: 'right' }],
  },
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'Rich text with ' },
          { type: 'emoji', name: 'rocket' },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: [
          { type: 'rich_text_section', elements: [{ type: 'text', text: 'first', style: { bold: true } }] },
          { type: 'rich_text_section', elements: [{ type: 'user', user_id: 'U0BO' }] },
        ],
      },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'quoted' }] },
    ],
  },
];

/** Blocks that messages of today's Slack know besides. */
export const markdown: KnownBlock[] = [
  { type: 'markdown', text: '## Heading\n\n- one\n- **two**\n\n| a | b |\n|---|---|\n| 1 | 2 |' },
];

const task = {
  type: 'task_card' as const,
  task_id: 'print',
  title: 'Print the label',
  status: 'complete' as const,
};

/** Blocks that Slack added lately, one message each. */
export const newer: KnownBlock[][] = [
  [{ type: 'alert', text: mrkdwn('Careful *now*'), level: 'warning' }],
  [
    {
      type: 'card',
      title: mrkdwn('Blue mug'),
      body: mrkdwn('0.4 l'),
      actions: [{ type: 'button', action_id: 'card.reply', text: plain('Order it') }],
    },
  ],
  [
    {
      type: 'carousel',
      elements: [
        { type: 'card', title: mrkdwn('One') },
        { type: 'card', title: mrkdwn('Two') },
      ],
    },
  ],
  [
    {
      type: 'container',
      title: plain('A box to fold'),
      is_collapsible: true,
      child_blocks: [{ type: 'section', text: mrkdwn('What is inside') }],
    },
  ],
  [
    {
      type: 'context_actions',
      elements: [
        {
          type: 'feedback_buttons',
          action_id: 'feedback',
          positive_button: { text: plain('Good answer'), value: 'good' },
          negative_button: { text: plain('Bad answer'), value: 'bad' },
        },
        { type: 'icon_button', icon: 'trash', action_id: 'remove', text: plain('Remove answer') },
      ],
    },
  ],
  [
    {
      type: 'data_table',
      caption: 'Many rows',
      page_size: 2,
      rows: ['Row', 'First', 'Second', 'Third'].map((text) => [{ type: 'raw_text', text }]),
    },
  ],
  [{ type: 'plan', title: 'The plan', tasks: [task] }],
  [
    {
      type: 'video',
      title: plain('A film'),
      video_url: 'https://example.com/film',
      thumbnail_url: 'https://example.com/film.png',
      alt_text: 'Hands packing a box',
    },
  ],
  [
    {
      type: 'actions',
      elements: [
        { type: 'datepicker', action_id: 'from', placeholder: plain('From') },
        { type: 'timepicker', action_id: 'at', placeholder: plain('At') },
        { type: 'checkboxes', action_id: 'boxes', options: [{ text: mrkdwn('*Open* only'), value: 'open' }] },
        { type: 'radio_buttons', action_id: 'radios', options: [option('Mine'), option('All')] },
        { type: 'multi_users_select', action_id: 'users', placeholder: plain('Who') },
      ],
    },
  ],
];
