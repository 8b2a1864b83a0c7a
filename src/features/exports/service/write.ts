import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { csvLine, type ExportRow } from '../domain/cells.ts';
import { type FormatName, mostFileBytes, mostSheetRows } from '../domain/request.ts';
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

/** Where a file ends. */
interface Limits {
  mostBytes: number;
  /** Of an Excel sheet, its heading left aside. */
  mostRows: number;
}

const usualLimits: Limits = { mostBytes: mostFileBytes, mostRows: mostSheetRows };

/** The file would be larger than Slack takes. */
export class TooLarge extends Error {}

/** Passes on what is written, until that is too much. */
export type ByteLimit = (pieces: AsyncIterable<string | Buffer>) => AsyncGenerator<string | Buffer>;

/**
 * Writes rows to a file as they come, so that memory does not grow with them.
 * @throws TooLarge as soon as the file would be
 */
export async function writeRows(
  format: FormatName,
  writing: Writing,
  { mostBytes, mostRows } = usualLimits,
): Promise<Written> {
  const limited = byteLimit(mostBytes);
  if (format === 'xlsx') return writeSheet(writing, { mostRows, limited });
  let count = 0;
  async function* counted() {
    for await (const some of writing.rows) {
      count += some.length;
      yield some;
    }
  }
  // One piece waits at the most, for the same reason that rows are read few at a time.
  const pieces = { csv: csvPieces, json: jsonPieces }[format]({ ...writing, rows: counted() });
  await pipeline(Readable.from(pieces, { highWaterMark: 1 }), limited, createWriteStream(writing.path));
  return { rows: count, cut: false };
}

function byteLimit(most: number): ByteLimit {
  return async function* (pieces) {
    let bytes = 0;
    for await (const piece of pieces) {
      bytes += Buffer.byteLength(piece);
      if (bytes > most) throw new TooLarge(`more than ${most} bytes`);
      yield piece;
    }
  };
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
