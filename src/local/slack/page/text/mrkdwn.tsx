import type { ComponentChildren } from 'preact';
import { type Command, type Node, NodeType, parse } from 'slack-message-parser';
import { emojiOf, withEmoji } from './emoji.ts';
import { Link, Linked } from './link.tsx';
import { Broadcast, ChannelMention, UserMention } from './mention.tsx';
import { SlackDate } from './slack-date.tsx';

const decode = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** Slack also takes an decoded `>` at the start of a line for a quote. */
const withQuotes = (text: string) => text.replace(/^>/gm, '&gt;');

/** Text in Slack's own markup: bold, links, mentions, dates, emoji, code and quotes. */
export const Mrkdwn = ({ text }: { text: string }) => <>{nodes(parse(withQuotes(text)).children)}</>;

const nodes = (children: readonly Node[]): ComponentChildren =>
  children.map((node, index) => <MrkdwnNode key={index} node={node} />);

function MrkdwnNode({ node }: { node: Node }) {
  switch (node.type) {
    case NodeType.Text:
      return <Linked text={decode(node.text)} />;
    case NodeType.Bold:
      return <strong>{nodes(node.children)}</strong>;
    case NodeType.Italic:
      return <em>{nodes(node.children)}</em>;
    case NodeType.Strike:
      return <s>{nodes(node.children)}</s>;
    case NodeType.Code:
      return <code>{decode(node.text)}</code>;
    case NodeType.PreText:
      return <pre>{decode(node.text).replace(/^\n/, '')}</pre>;
    case NodeType.Quote:
      return <blockquote>{nodes(node.children)}</blockquote>;
    case NodeType.Emoji:
      return <>{emojiOf(node.variation ? `${node.name}::${node.variation}` : node.name) ?? node.source}</>;
    case NodeType.UserLink:
      return <UserMention id={node.userID.split('|')[0] ?? ''} />;
    case NodeType.ChannelLink:
      return <ChannelMention id={node.channelID} label={node.label?.map((one) => one.source).join('')} />;
    case NodeType.URL:
      return <Link url={decode(node.url)}>{node.label ? nodes(node.label) : shown(node.url)}</Link>;
    case NodeType.Command:
      return <SpecialMention node={node} />;
    case NodeType.Root:
      return <>{nodes(node.children)}</>;
  }
}

const shown = (url: string) => decode(url).replace(/^mailto:/, '');

function SpecialMention({ node }: { node: Command }) {
  const label = node.label?.map((one) => decode(one.source)).join('');
  if (node.name !== 'date') return <Broadcast name={label ?? node.name} />;
  const [timestamp = '', format = '', url] = node.arguments;
  return (
    <SlackDate timestamp={Number(timestamp)} format={format} url={url} fallback={withEmoji(label ?? '')} />
  );
}
