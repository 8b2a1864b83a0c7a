import type { RichTextBlock, RichTextBlockElement, RichTextElement, RichTextList } from '@slack/types';
import type { ComponentChildren } from 'preact';
import { emojiOf } from './emoji.ts';
import { Link } from './link.tsx';
import { Broadcast, ChannelMention, UserMention } from './mention.tsx';
import { SlackDate } from './slack-date.tsx';

/** A `rich_text` block: sections, lists, quotes and code. */
export const RichText = ({ block }: { block: RichTextBlock }) => (
  <div class="rich-text">
    {block.elements.map((element, index) => (
      <RichTextPart key={index} part={element} />
    ))}
  </div>
);

function RichTextPart({ part }: { part: RichTextBlockElement }) {
  switch (part.type) {
    case 'rich_text_section':
      return <div>{inline(part.elements)}</div>;
    case 'rich_text_quote':
      return <blockquote>{inline(part.elements)}</blockquote>;
    case 'rich_text_preformatted':
      return <pre>{inline(part.elements)}</pre>;
    case 'rich_text_list':
      return <RichTextListPart list={part} />;
  }
}

function RichTextListPart({ list }: { list: RichTextList }) {
  const items = list.elements.map((item, index) => <li key={index}>{inline(item.elements)}</li>);
  const indented = { marginInlineStart: `${list.indent ?? 0}rem` };
  return list.style === 'ordered' ? <ol style={indented}>{items}</ol> : <ul style={indented}>{items}</ul>;
}

const inline = (elements: RichTextElement[]): ComponentChildren =>
  elements.map((element, index) => <Styled key={index} element={element} />);

function Styled({ element }: { element: RichTextElement }) {
  const style = element.style ?? {};
  let content: ComponentChildren = <Content element={element} />;
  if (style.code) content = <code>{content}</code>;
  if (style.bold) content = <strong>{content}</strong>;
  if (style.italic) content = <em>{content}</em>;
  if (style.strike) content = <s>{content}</s>;
  if (style.underline) content = <u>{content}</u>;
  return <>{content}</>;
}

function Content({ element }: { element: RichTextElement }) {
  switch (element.type) {
    case 'text':
      return <>{element.text}</>;
    case 'emoji':
      return <>{emojiOf(element.name) ?? `:${element.name}:`}</>;
    case 'link':
      return <Link url={element.url}>{element.text ?? element.url}</Link>;
    case 'user':
      return <UserMention id={element.user_id} />;
    case 'channel':
      return <ChannelMention id={element.channel_id} />;
    case 'broadcast':
      return <Broadcast name={element.range} />;
    case 'usergroup':
      return <Broadcast name={element.usergroup_id} />;
    case 'team':
      return <Broadcast name={element.team_id} />;
    case 'color':
      return (
        <span class="color">
          <span class="color-swatch" style={{ background: element.value }} /> {element.value}
        </span>
      );
    case 'date':
      return (
        <SlackDate
          timestamp={element.timestamp}
          format={element.format}
          url={element.url}
          fallback={element.fallback ?? ''}
        />
      );
  }
}
