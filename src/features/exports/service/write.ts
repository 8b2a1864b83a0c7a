import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { csvLine, type ExportRow } from '../domain/cells.ts';
import type { FormatName } from '../domain/request.ts';
import { writeSheet } from './sheet.ts';

/** Rows with their columns, some at a time, and a place to write them to. */
export interface Writing {
  path: string;
  fields: readonly string[];
  rows: AsyncIterable<ExportRow[]>;
}

/** What was written. */
export interface Written {
  rows: number;
  /** True when a sheet was full before the rows ended. */
  cut: boolean;
}

/** Writes rows to a file as they come, so that memory does not grow with them. */
export async function writeRows(format: FormatName, writing: Writing): Promise<Written> {
  if (format === 'xlsx') return writeSheet(writing);
  let count = 0;
  async function* counted() {
    for await (const some of writing.rows) {
      count += some.length;
      yield some;
    }
  }
  const pieces = { csv: csvPieces, json: jsonPieces }[format]({ ...writing, rows: counted() });
  await pipeline(Readable.from(pieces), createWriteStream(writing.path));
  return { rows: count, cut: false };
}

async function* csvPieces({ fields, rows }: Writing): AsyncGenerator<string> {
  yield csvLine(fields);
  for await (const some of rows) {
    let piece = '';
    for (const row of some) piece += csvLine(row);
    if (piece !== '') yield piece;
  }
}

/** An array with a line per row. */
async function* jsonPieces({ fields, rows }: Writing): AsyncGenerator<string> {
  let before = '[\n';
  for await (const some of rows) {
    let piece = '';
    for (const row of some) {
      piece += before + JSON.stringify(Object.fromEntries(fields.map((field, index) => [field, row[index]])));
      before = ',\n';
    }
    if (piece !== '') yield piece;
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
