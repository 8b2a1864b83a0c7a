import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { type Parser, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { type Heading, readHeading } from '../domain/columns.ts';
import { detectForm, type FileForm, WrongFile } from '../domain/detect.ts';
import { dateFormsOf, dateOrderOf, type FileRow, type Reading, rowReader } from '../domain/rows.ts';

/** A file that is ready to be read row by row. */
export interface OpenedFile {
  form: FileForm;
  heading: Heading;
  dateOrder: Reading['dateOrder'];
  /** How its dates are written, in words. */
  dateForms: string[];
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
  const dates = sample.slice(1).map((cells) => cells[dayAt] ?? '');
  const dateOrder = dateOrderOf(dates, usualOrder);
  const { decimalComma } = form;
  return {
    form,
    heading,
    dateOrder,
    dateForms: dateFormsOf(dates, dateOrder),
    rows: (fixed) => readRows(path, form, { heading, decimalComma, dateOrder, ...fixed }),
  };
}

/** Rows are read inside the parser, piece by piece of the file: handing each on by itself costs more than reading it. */
async function* readRows(path: string, form: FileForm, reading: Reading): AsyncGenerator<FileRow[]> {
  const read = rowReader(reading);
  let rows: FileRow[] = [];
  let fault: WrongFile | null = null;
  const parser = parse({
    delimiter: form.separator,
    bom: true,
    from_line: 2,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: longestRow,
    on_record: (record: string[]) => {
      rows.push(read(record, parser.info.lines));
      return null;
    },
    on_skip: (error) => {
      const end = error && endsReading.get(error.code);
      if (end) fault ??= new WrongFile(end(Number(error.lines)));
      else if (error) rows.push({ line: Number(error.lines), reason: 'is not CSV' });
    },
  });
  parser.on('error', () => {});
  const decode = decoderOf(form.encoding);
  for await (const chunk of createReadStream(path)) {
    await written(parser, decode(chunk));
    if (fault) throw fault;
    if (rows.length < rowsAtOnce) continue;
    yield rows;
    rows = [];
  }
  await ended(parser, decode());
  if (fault) throw fault;
  yield rows;
}

function written(parser: Parser, piece: Buffer | string): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.write(piece, (error) => (error ? reject(error) : resolve()));
  });
}

async function ended(parser: Parser, rest: Buffer | string): Promise<void> {
  if (rest.length > 0) await written(parser, rest);
  parser.resume();
  parser.end();
  await finished(parser);
}

/** Turns pieces of the file into what the parser reads; without a piece, into what is left. UTF-8 it reads itself. */
function decoderOf(encoding: FileForm['encoding']): (piece?: Buffer) => Buffer | string {
  if (encoding === 'utf-8') return (piece) => piece ?? '';
  const text = new TextDecoder(encoding);
  return (piece) => (piece ? text.decode(piece, { stream: true }) : text.decode());
}

function hasSecondLine(start: Uint8Array, form: FileForm): boolean {
  const lines = new TextDecoder(form.encoding).decode(start, { stream: true }).split(/\r\n|\r|\n/);
  return lines.filter((line) => line.trim() !== '').length > 1;
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
