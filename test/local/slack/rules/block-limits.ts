import {
  actions,
  button,
  cell,
  input,
  mrkdwn,
  option,
  options,
  picture,
  plain,
  richText,
  section,
  select,
  table,
  times,
  typed,
  x,
} from './parts.ts';
import type { Rule } from './rule.ts';

type Blocks = Record<string, unknown>[];

/** A limit: `make(most)` is taken, `make(most + 1)` is refused. */
export interface Limit extends Rule {
  make: (count: number) => Blocks;
  most: number;
}

const chars = (most: number, pointer: string) =>
  `must be less than ${most + 1} characters [json-pointer:${pointer}]`;
const items = (most: number, pointer: string) =>
  `no more than ${most} items allowed [json-pointer:${pointer}]`;

const text = (rule: string, most: number, pointer: string, make: (text: string) => Blocks): Limit => ({
  rule: `${rule} has at most ${most} characters`,
  refusal: chars(most, pointer),
  most,
  make: (count) => make(x(count)),
});
const list = (rule: string, most: number, pointer: string, make: (count: number) => Blocks): Limit => ({
  rule: `${rule}: at most ${most}`,
  refusal: items(most, pointer),
  most,
  make,
});

const confirm = (more: Record<string, unknown>) => [
  actions(button({ confirm: { text: plain('Sure?'), ...more } })),
];
const confirmAt = (field: string) => `/blocks/0/elements/0/confirm/${field}/text`;
const first = '/blocks/0';
const element = '/blocks/0/elements/0';
const field = '/blocks/0/element';

/** Every length and count that Slack limits in blocks of messages. */
export const blockLimits: Limit[] = [
  list('Blocks in a message', 50, '/blocks', (count) => times(count, () => ({ type: 'divider' }))),
  text('block_id', 255, `${first}/block_id`, (t) => [section({ block_id: t })]),
  text('action_id', 255, `${element}/action_id`, (t) => [actions(button({ action_id: t }))]),
  text('Text of a section', 3000, `${first}/text/text`, (t) => [section({ text: mrkdwn(t) })]),
  list('Fields of a section', 10, `${first}/fields`, (count) => [
    section({ fields: times(count, () => mrkdwn('f')) }),
  ]),
  text('A field of a section', 2000, `${first}/fields/0/text`, (t) => [section({ fields: [mrkdwn(t)] })]),
  text('A header', 150, `${first}/text/text`, (t) => [{ type: 'header', text: plain(t) }]),
  list('Elements of a context', 10, `${first}/elements`, (count) => [
    { type: 'context', elements: times(count, () => mrkdwn('c')) },
  ]),
  list('Elements of an actions block', 25, `${first}/elements`, (count) => [
    actions(...times(count, (index) => button({ action_id: `a${index}` }))),
  ]),
  list('Elements of a context_actions block', 5, `${first}/elements`, (count) => [
    {
      type: 'context_actions',
      elements: times(count, (index) => ({
        type: 'icon_button',
        action_id: `i${index}`,
        icon: 'trash',
        text: plain('Bin'),
      })),
    },
  ]),
  text('Text of a button', 75, `${element}/text/text`, (t) => [actions(button({ text: plain(t) }))]),
  text('Value of a button', 2000, `${element}/value`, (t) => [actions(button({ value: t }))]),
  text('Address of a button', 3000, `${element}/url`, (t) => [
    actions(button({ url: `https://${t.slice(8)}` })),
  ]),
  text('accessibility_label', 75, `${element}/accessibility_label`, (t) => [
    actions(button({ accessibility_label: t })),
  ]),
  text('Title of a confirm dialog', 100, confirmAt('title'), (t) => confirm({ title: plain(t) })),
  text('Text of a confirm dialog', 300, confirmAt('text'), (t) => confirm({ text: plain(t) })),
  text('Confirm button of a dialog', 30, confirmAt('confirm'), (t) => confirm({ confirm: plain(t) })),
  text('Deny button of a dialog', 30, confirmAt('deny'), (t) => confirm({ deny: plain(t) })),
  list('Options of a menu', 100, `${element}/options`, (count) => [
    actions(select({ options: options(count) })),
  ]),
  list('Option groups of a menu', 100, `${element}/option_groups`, (count) => [
    actions(
      select({
        options: undefined,
        option_groups: times(count, (index) => ({ label: plain(`g${index}`), options: options(1) })),
      }),
    ),
  ]),
  list('Options of a group', 100, `${element}/option_groups/0/options`, (count) => [
    actions(select({ options: undefined, option_groups: [{ label: plain('g'), options: options(count) }] })),
  ]),
  text('Label of a group', 75, `${element}/option_groups/0/label/text`, (t) => [
    actions(select({ options: undefined, option_groups: [{ label: plain(t), options: options(1) }] })),
  ]),
  text('Text of an option', 75, `${element}/options/0/text/text`, (t) => [
    actions(select({ options: [option('v', { text: plain(t) })] })),
  ]),
  {
    ...text('Value of an option', 75, `${element}/options/0/value`, (t) => [
      actions(select({ options: [option('v', { value: t })] })),
    ]),
    source: 'documented',
  },
  text('Description of an option', 75, `${element}/options/0/description/text`, (t) => [
    actions(select({ options: [option('v', { description: plain(t) })] })),
  ]),
  list('Options of checkboxes', 10, `${element}/options`, (count) => [
    actions({ type: 'checkboxes', action_id: 'c', options: options(count) }),
  ]),
  list('Options of radio buttons', 10, `${element}/options`, (count) => [
    actions({ type: 'radio_buttons', action_id: 'r', options: options(count) }),
  ]),
  list('Options of an overflow menu', 5, `${element}/options`, (count) => [
    actions({ type: 'overflow', action_id: 'o', options: options(count) }),
  ]),
  text('A placeholder', 150, `${element}/placeholder/text`, (t) => [
    actions(select({ placeholder: plain(t) })),
  ]),
  text('Label of an input', 2000, `${first}/label/text`, (t) => [input(typed(), { label: plain(t) })]),
  text('Hint of an input', 2000, `${first}/hint/text`, (t) => [input(typed(), { hint: plain(t) })]),
  {
    rule: 'min_length of a text input: at most 3000',
    refusal: `must be less than or equal to 3000 [json-pointer:${field}/min_length]`,
    most: 3000,
    make: (count) => [input(typed({ min_length: count }))],
  },
  {
    rule: 'max_length of a text input: at most 3000',
    refusal: `must be less than or equal to 3000 [json-pointer:${field}/max_length]`,
    source: 'not known',
    most: 3000,
    make: (count) => [input(typed({ max_length: count }))],
  },
  {
    rule: 'max_lines of a rich text input: at most 100',
    refusal: `must be less than or equal to 100 [json-pointer:${field}/max_lines]`,
    most: 100,
    make: (count) => [input({ type: 'rich_text_input', max_lines: count })],
  },
  text('alt_text of an image', 2000, `${first}/alt_text`, (t) => [picture({ alt_text: t })]),
  text('Title of an image', 2000, `${first}/title/text`, (t) => [picture({ title: plain(t) })]),
  {
    ...text('Address of an image', 3000, `${first}/image_url`, (t) => [
      picture({ image_url: `https://${t.slice(8)}` }),
    ]),
    source: 'not known',
  },
  list('Rows of a table', 100, `${first}/rows`, (count) => [table(times(count, () => [cell('c')]))]),
  list('Cells of a row', 20, `${first}/rows/0`, (count) => [table([times(count, () => cell('c'))])]),
  list('Column settings of a table', 20, `${first}/column_settings`, (count) => [
    table([[cell('c')]], { column_settings: times(count, () => ({ align: 'left' })) }),
  ]),
  text('A markdown block', 12_000, `${first}/text`, (t) => [{ type: 'markdown', text: t }]),
  list('Cards of a carousel', 10, `${first}/elements`, (count) => [
    { type: 'carousel', elements: times(count, () => ({ type: 'card', title: mrkdwn('t') })) },
  ]),
  list('Blocks of a container', 10, `${first}/child_blocks`, (count) => [
    { type: 'container', title: plain('t'), child_blocks: times(count, () => ({ type: 'divider' })) },
  ]),
  text('Title of a card', 150, `${first}/title/text`, (t) => [{ type: 'card', title: mrkdwn(t) }]),
  text('Body of a card', 200, `${first}/body/text`, (t) => [{ type: 'card', body: mrkdwn(t) }]),
  {
    rule: 'page_size of a data_table: at most 100',
    refusal: `must be less than or equal to 100 [json-pointer:${first}/page_size]`,
    most: 100,
    make: (count) => [{ type: 'data_table', caption: 'c', rows: [[richText('a')]], page_size: count }],
  },
];
