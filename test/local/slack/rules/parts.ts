/** Small legal parts of messages and views, from which the rules' cases are made. */
type Part = Record<string, unknown>;

export const x = (length: number) => 'x'.repeat(length);
export const plain = (text: string): Part => ({ type: 'plain_text', text });
export const mrkdwn = (text: string): Part => ({ type: 'mrkdwn', text });
export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

export const section = (more: Part = {}): Part => ({ type: 'section', text: mrkdwn('Hello'), ...more });
export const button = (more: Part = {}): Part => ({
  type: 'button',
  action_id: 'go',
  text: plain('Go'),
  ...more,
});
export const actions = (...elements: Part[]): Part => ({ type: 'actions', elements });
export const option = (value: string, more: Part = {}): Part => ({ text: plain(value), value, ...more });
export const options = (count: number): Part[] => times(count, (index) => option(`o${index}`));
export const select = (more: Part = {}): Part => ({
  type: 'static_select',
  action_id: 'pick',
  options: options(2),
  ...more,
});
export const input = (element: Part, more: Part = {}): Part => ({
  type: 'input',
  block_id: 'field',
  label: plain('Field'),
  element: { action_id: 'value', ...element },
  ...more,
});
export const typed = (more: Part = {}): Part => ({ type: 'plain_text_input', ...more });
export const picture = (more: Part = {}): Part => ({
  type: 'image',
  alt_text: 'A cup',
  image_url: 'https://example.com/cup.png',
  ...more,
});
export const cell = (text: string): Part => ({ type: 'raw_text', text });
export const table = (rows: Part[][], more: Part = {}): Part => ({ type: 'table', rows, ...more });
export const richText = (text: string): Part => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});
export const modal = (more: Part = {}): Part => ({
  type: 'modal',
  callback_id: 'test',
  title: plain('Test'),
  blocks: [section()],
  ...more,
});
export const form = (...blocks: Part[]): Part => modal({ submit: plain('Send'), blocks });
export const home = (...blocks: Part[]): Part => ({ type: 'home', blocks });
