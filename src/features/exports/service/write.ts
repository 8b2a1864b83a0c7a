import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Transform } from '@json2csv/node';
import { csvText, type ExportRow } from '../domain/cells.ts';
import type { FormatName } from '../domain/request.ts';
import { writeSheet } from './sheet.ts';

/** Rows with their columns, and a place to write them to. */
interface Writing {
  path: string;
  fields: readonly string[];
  rows: AsyncIterable<ExportRow>;
}

/** What was written. */
export interface Written {
  rows: number;
  /** True when a sheet was full before the rows ended. */
  cut: boolean;
}

/** Writes rows to a file one after the other, so that memory does not grow with them. */
export function writeRows(format: FormatName, writing: Writing): Promise<Written> {
  return writers[format](writing);
}

const writers: Record<FormatName, (writing: Writing) => Promise<Written>> = {
  csv: async ({ path, fields, rows }) => {
    const counted = counter(rows);
    const csv = new Transform(
      { fields: [...fields], formatters: { string: csvText, header: csvText }, eol: '\r\n' },
      {},
      { objectMode: true },
    );
    await pipeline(Readable.from(counted.rows), csv, createWriteStream(path));
    return { rows: counted.count(), cut: false };
  },
  json: async ({ path, fields, rows }) => {
    const counted = counter(rows);
    await pipeline(Readable.from(jsonLines(fields, counted.rows)), createWriteStream(path));
    return { rows: counted.count(), cut: false };
  },
  xlsx: writeSheet,
};

async function* jsonLines(fields: readonly string[], rows: AsyncIterable<ExportRow>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const row of rows) {
    yield `${before}${JSON.stringify(Object.fromEntries(fields.map((field) => [field, row[field] ?? null])))}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

function counter(rows: AsyncIterable<ExportRow>): { rows: AsyncIterable<ExportRow>; count(): number } {
  let count = 0;
  async function* counted() {
    for await (const row of rows) {
      count += 1;
      yield row;
    }
  }
  return { rows: counted(), count: () => count };
}
