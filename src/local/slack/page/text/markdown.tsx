import { lexer, type Token, type Tokens } from 'marked';
import type { ComponentChildren } from 'preact';
import { withEmoji } from './emoji.ts';
import { Link } from './link.tsx';

/** Standard Markdown, as the `markdown` block takes it. HTML in it is shown as text. */
export const Markdown = ({ text }: { text: string }) => <div class="markdown">{tokens(lexer(text))}</div>;

const tokens = (list: Token[] | undefined): ComponentChildren =>
  list?.map((token, index) => <MarkdownToken key={index} token={token} />);

function MarkdownToken({ token }: { token: Token }) {
  switch (token.type) {
    case 'paragraph':
      return <p>{tokens(token.tokens)}</p>;
    case 'heading':
      return <p class="markdown-heading">{tokens(token.tokens)}</p>;
    case 'strong':
      return <strong>{tokens(token.tokens)}</strong>;
    case 'em':
      return <em>{tokens(token.tokens)}</em>;
    case 'del':
      return <s>{tokens(token.tokens)}</s>;
    case 'codespan':
      return <code>{token.text}</code>;
    case 'code':
      return <pre>{token.text}</pre>;
    case 'blockquote':
      return <blockquote>{tokens(token.tokens)}</blockquote>;
    case 'list':
      return <MarkdownList list={token as Tokens.List} />;
    case 'link':
      return <Link url={token.href}>{tokens(token.tokens)}</Link>;
    case 'image':
      return <Link url={token.href}>{token.text || token.href}</Link>;
    case 'table':
      return <MarkdownTable table={token as Tokens.Table} />;
    case 'hr':
      return <hr />;
    case 'br':
      return <br />;
    case 'space':
      return null;
    default:
      return <>{'tokens' in token && token.tokens ? tokens(token.tokens) : withEmoji(token.raw)}</>;
  }
}

function MarkdownList({ list }: { list: Tokens.List }) {
  const items = list.items.map((item, index) => <li key={index}>{tokens(item.tokens)}</li>);
  return list.ordered ? <ol start={Number(list.start) || 1}>{items}</ol> : <ul>{items}</ul>;
}

function MarkdownTable({ table }: { table: Tokens.Table }) {
  return (
    <table class="table">
      <thead>
        <tr>
          {table.header.map((cell, index) => (
            <th key={index} scope="col">
              {tokens(cell.tokens)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, column) => (
              <td key={column}>{tokens(cell.tokens)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
