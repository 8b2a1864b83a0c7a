import { DateTime } from 'luxon';
import type { Desk } from '../../../../platform/desk.ts';
import type { CellValue } from '../../domain/cells.ts';
import type { ExportRequest } from '../../domain/request.ts';
import type { AllowedExport } from '../../domain/rights.ts';
import { type Dataset, type Tools, toolsFor } from './shared.ts';

/** What a cell is made with: the tools, the request, and what was looked up for the batch. */
export type Context<Beside = unknown> = Tools & { request: AllowedExport; beside: Beside };

/** Things kept one by one, as rows of an export. */
interface Table<Item, Beside> {
  /** All of the span, or those of `ownOf`. */
  each(
    desk: Desk,
    span: { workspace: string; from: Date; to: Date; ownOf: string | null },
  ): AsyncIterable<Item>;
  /** Looks up in one go what a batch needs beside itself. */
  lookUp?(desk: Desk, workspace: string, items: readonly Item[]): Promise<Beside>;
  /** Whether an item was asked for and may be read. */
  isRow(item: Item, context: Context<Beside>): boolean;
  /** The columns in their order, each with its cell. */
  columns: Readonly<Record<string, (item: Item, context: Context<Beside>) => CellValue>>;
}

/** The dataset of such things, read and looked up some at a time. */
export function tableOf<Item, Beside = undefined>(table: Table<Item, Beside>): Dataset {
  const cells = Object.values(table.columns);
  return {
    fields: Object.keys(table.columns),
    async *rows(desk, request) {
      const tools = await toolsFor(desk, request);
      const { workspace, ownOf } = request;
      for await (const items of inBatches(table.each(desk, { ...momentsOf(request), ownOf }))) {
        const beside = (await table.lookUp?.(desk, workspace, items)) as Beside;
        const context = { ...tools, request, beside };
        yield items
          .filter((item) => table.isRow(item, context))
          .map((item) => cells.map((cell) => cell(item, context)));
      }
    },
  };
}

/** From the first moment of the first day to the end of the last, in the zone asked for. */
function momentsOf({ workspace, from, to, timeZone }: ExportRequest) {
  return {
    workspace,
    from: DateTime.fromISO(from, { zone: timeZone }).toJSDate(),
    to: DateTime.fromISO(to, { zone: timeZone }).plus({ days: 1 }).toJSDate(),
  };
}

/** Items by the hundreds; the last batch may be empty. */
export async function* inBatches<Item>(items: AsyncIterable<Item>, size = 500): AsyncGenerator<Item[]> {
  let batch: Item[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}
