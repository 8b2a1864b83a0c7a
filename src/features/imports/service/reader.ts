import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { type Heading, readHeading } from '../domain/columns.ts';
import { detectForm, type FileForm, WrongFile } from '../domain/detect.ts';
import { dateOrderOf, type Reading, type ReadRow, readRow } from '../domain/rows.ts';

/** A row of the file with the line it ends at: read, or what is wrong with it. */
export type FileRow = { line: number } & (ReadRow | { reason: string });

/** A file that is ready to be read row by row. */
export interface OpenedFile {
  form: FileForm;
  heading: Heading;
  dateOrder: Reading['dateOrder'];
  /** The rows in order, some hundreds at a time. */
  rows(fixed: Pick<Reading, 'today' | 'day' | 'agent'>): AsyncGenerator<FileRow[]>;
}

const sampleBytes = 65_536;
const sampleRows = 200;
const rowsAtOnce = 500;
/** A longer row is no row of figures but a missing quote. */
const longestRow = 65_536;

/**
 * Looks at the beginning of a file: encoding, separator, decimal sign, heading, order of dates.
 * @throws WrongFile in words for the person when it cannot be a table of ours.
 */
export async function openTable(path: string, usualOrder: Reading['dateOrder']): Promise<OpenedFile> {
  const start = await firstBytes(path);
  const form = detectForm(start);
  const sample = sampleOf(start, form);
  const heading = readHeading(sample[0] ?? []);
  if (!hasSecondLine(start, form)) throw new WrongFile('The file has a heading but no rows.');
  const dayAt = heading.places.indexOf('day');
  const dateOrder = dateOrderOf(
    sample.slice(1).map((cells) => cells[dayAt] ?? ''),
    usualOrder,
  );
  const { decimalComma } = form;
  return {
    form,
    heading,
    dateOrder,
    rows: (fixed) => readRows(path, form, { heading, decimalComma, dateOrder, ...fixed }),
  };
}

async function* readRows(path: string, form: FileForm, reading: Reading): AsyncGenerator<FileRow[]> {
  const skipped: FileRow[] = [];
  const parser = parse({
    delimiter: form.separator,
    bom: true,
    from_line: 2,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: longestRow,
    info: true,
    on_skip: (error) => {
      if (error && endsReading.has(error.code))
        parser.destroy(new WrongFile(endsReading.get(error.code)?.(Number(error.lines))));
      else if (error) skipped.push({ line: Number(error.lines), reason: 'is not CSV' });
    },
  });
  const source = createReadStream(path);
  source.once('error', (error) => parser.destroy(error));
  if (form.encoding === 'utf-8') source.pipe(parser);
  else source.pipe(decoder(form.encoding)).pipe(parser);
  let rows: FileRow[] = [];
  for await (const { record, info } of parser as AsyncIterable<{
    record: string[];
    info: { lines: number };
  }>) {
    while (skipped.length > 0) rows.push(skipped.shift() as FileRow);
    rows.push(Object.assign(readRow(record, reading), { line: info.lines }));
    if (rows.length < rowsAtOnce) continue;
    yield rows;
    rows = [];
  }
  yield [...rows, ...skipped];
}

function hasSecondLine(start: Uint8Array, form: FileForm): boolean {
  const lines = new TextDecoder(form.encoding).decode(start, { stream: true }).split(/\r\n|\r|\n/);
  return lines.filter((line) => line.trim() !== '').length > 1;
}

function decoder(encoding: FileForm['encoding']): Transform {
  const text = new TextDecoder(encoding);
  return new Transform({
    transform: (chunk: Buffer, _, done) => done(null, text.decode(chunk, { stream: true })),
    flush: (done) => done(null, text.decode()),
  });
}

/** Faults after which the rest of a file cannot be told apart any more. */
const endsReading = new Map<string, (line: number) => string>([
  [
    'CSV_MAX_RECORD_SIZE',
    (line) => `Line ${line} is longer than ${longestRow / 1_024} kB. Is a quote missing there?`,
  ],
  [
    'CSV_QUOTE_NOT_CLOSED',
    (line) =>
      `A quote is opened and never closed, at or before line ${line}. Close it and send the file again.`,
  ],
]);

async function firstBytes(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function sampleOf(bytes: Uint8Array, form: FileForm): string[][] {
  const text = new TextDecoder(form.encoding).decode(bytes, { stream: true });
  const cut = bytes.byteLength === sampleBytes ? text.slice(0, Math.max(text.lastIndexOf('\n'), 0)) : text;
  try {
    return parseSync(cut, {
      delimiter: form.separator,
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      to: sampleRows,
    });
  } catch {
    throw new WrongFile('The first lines are not CSV. Is a quote missing?');
  }
}
