import type { RichTextBlock, RichTextBlockElement, RichTextElement, RichTextSection } from '@slack/types';

type Style = NonNullable<RichTextElement['style']>;
const marks: [RegExp, keyof Style][] = [
  [/^\*([^*\n]+)\*$/, 'bold'],
  [/^_([^_\n]+)_$/, 'italic'],
  [/^~([^~\n]+)~$/, 'strike'],
  [/^`([^`\n]+)`$/, 'code'],
];

/** A line with marks as rich text elements. */
function inline(line: string): RichTextElement[] {
  return line
    .split(/(\*[^*\n]+\*|_[^_\n]+_|~[^~\n]+~|`[^`\n]+`|https?:\/\/[^\s<>]+)/)
    .filter((part) => part !== '')
    .map((part): RichTextElement => {
      if (/^https?:\/\//.test(part)) return { type: 'link', url: part };
      for (const [pattern, style] of marks) {
        const text = pattern.exec(part)?.[1];
        if (text !== undefined) return { type: 'text', text, style: { [style]: true } };
      }
      return { type: 'text', text: part };
    });
}

type Kind = 'quote' | 'bullet' | 'ordered' | 'section';

function kindOf(line: string): [Kind, string] {
  const prefixes: [Kind, RegExp][] = [
    ['quote', /^>\s?/],
    ['bullet', /^[-•*]\s+/],
    ['ordered', /^\d+[.)]\s+/],
  ];
  const found = prefixes.find(([, prefix]) => prefix.test(line));
  return found ? [found[0], line.replace(found[1], '')] : ['section', line];
}

const section = (line: string): RichTextSection => ({ type: 'rich_text_section', elements: inline(line) });

const joined = (lines: string[]) => inline(lines.join('\n'));

function build(kind: Kind, lines: string[]): RichTextBlockElement {
  if (kind === 'quote') return { type: 'rich_text_quote', elements: joined(lines) };
  if (kind === 'section') return { type: 'rich_text_section', elements: joined(lines) };
  return { type: 'rich_text_list', style: kind, elements: lines.map(section) };
}

/** What was typed, as the block that Slack hands to the app. */
export function toRichText(typed: string): RichTextBlock {
  const groups: { kind: Kind; lines: string[] }[] = [];
  for (const line of typed.split('\n')) {
    const [kind, text] = kindOf(line);
    const last = groups.at(-1);
    if (last?.kind === kind) last.lines.push(text);
    else groups.push({ kind, lines: [text] });
  }
  return { type: 'rich_text', elements: groups.map(({ kind, lines }) => build(kind, lines)) };
}

function mark(element: RichTextElement): string {
  if (element.type === 'link') return element.url;
  if (element.type === 'emoji') return `:${element.name}:`;
  if (element.type === 'user') return `<@${element.user_id}>`;
  if (element.type === 'channel') return `<#${element.channel_id}>`;
  if (element.type !== 'text') return '';
  const { bold, italic, strike, code } = element.style ?? {};
  const sign = bold ? '*' : italic ? '_' : strike ? '~' : code ? '`' : '';
  return `${sign}${element.text}${sign}`;
}

const line = (elements: RichTextElement[]) => elements.map(mark).join('');

/** The way back, to edit what the app prefilled. */
export function fromRichText(block: RichTextBlock): string {
  return block.elements
    .map((part) => {
      if (part.type === 'rich_text_list') {
        return part.elements
          .map((item, index) => `${part.style === 'ordered' ? `${index + 1}.` : '-'} ${line(item.elements)}`)
          .join('\n');
      }
      const text = line(part.elements);
      return part.type === 'rich_text_quote' ? text.replace(/^/gm, '> ') : text;
    })
    .join('\n');
}
