import type { DataTableBlock, TableBlock } from '@slack/types';
import { useState } from 'preact/hooks';
import { withEmoji } from '../text/emoji.ts';
import { RichText } from '../text/rich-text.tsx';

type Cell = TableBlock['rows'][number][number];

function CellText({ cell }: { cell: Cell }) {
  return cell.type === 'rich_text' ? <RichText block={cell} /> : <span>{withEmoji(cell.text)}</span>;
}

/** A table; the first row is its head, as Slack draws it. */
export function TableView({ block }: { block: TableBlock }) {
  const [head, ...body] = block.rows;
  const look = (column: number) => {
    const setting = block.column_settings?.[column];
    return {
      textAlign: setting?.align,
      whiteSpace: setting?.is_wrapped ? 'normal' : undefined,
    } as const;
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="table-block" tabIndex={0} aria-label="Table">
      <table class="table">
        <thead>
          <tr>
            {head?.map((cell, column) => (
              <th key={column} scope="col" style={look(column)}>
                <CellText cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} style={look(column)}>
                  <CellText cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A long table in pages. */
export function DataTableView({ block }: { block: DataTableBlock }) {
  const [page, setPage] = useState(0);
  const [head, ...body] = block.rows;
  const size = block.page_size ?? 10;
  const pages = Math.max(1, Math.ceil(body.length / size));
  return (
    <figure class="data-table">
      <figcaption>{block.caption}</figcaption>
      <TableView
        block={{ type: 'table', rows: [head ?? [], ...body.slice(page * size, (page + 1) * size)] }}
      />
      {pages > 1 && (
        <div class="pages">
          <button type="button" class="button" disabled={page === 0} onClick={() => setPage(page - 1)}>
            Previous
          </button>
          <span>
            Page {page + 1} of {pages}
          </span>
          <button type="button" class="button" disabled={page + 1 >= pages} onClick={() => setPage(page + 1)}>
            Next
          </button>
        </div>
      )}
    </figure>
  );
}
