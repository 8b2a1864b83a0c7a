import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { parse as parseSync } from 'csv-parse/sync';
import { type Heading, readHeading } from '../domain/columns.ts';
import { detectForm, type FileForm, WrongFile } from '../domain/detect.ts';
import {
  dateFormsOf,
  dateOrderOf,
  type FileRow,
  type Fixed,
  type Reading,
  rowReader,
} from '../domain/rows.ts';
import { recordReader, tolerant } from './records.ts';

/** A file that is ready to be read row by row. */
export interface OpenedFile {
  form: FileForm;
  heading: Heading;
  dateOrder: Reading['dateOrder'];
  /** How its dates are written, in words. */
  dateForms: string[];
  /** The rows in order, some hundreds at a time. */
  rows(fixed: Fixed): AsyncGenerator<FileRow[]>;
}

const sampleBytes = 65_536;
const sampleRows = 200;
const rowsAtOnce = 500;

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

async function* readRows(path: string, form: FileForm, reading: Reading): AsyncGenerator<FileRow[]> {
  const read = rowReader(reading);
  let rows: FileRow[] = [];
  let isHeading = true;
  const records = recordReader(form.separator, {
    record(cells, line) {
      if (isHeading) isHeading = false;
      else if (cells.some((cell) => cell.trim() !== '')) rows.push(read(cells, line));
    },
    bad: (line, reason) => rows.push({ line, reason }),
  });
  for await (const text of textOf(path, form.encoding)) {
    await records.take(text);
    if (rows.length < rowsAtOnce) continue;
    yield rows;
    rows = [];
  }
  await records.end();
  yield rows;
}

/** The text of a file piece by piece; every line end is made one `\n`. */
async function* textOf(path: string, encoding: FileForm['encoding']): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  // The first half of a line end may stand at the end of a piece.
  let held = '';
  for await (const bytes of createReadStream(path)) {
    const text = held + decoder.decode(bytes, { stream: true });
    held = text.endsWith('\r') ? '\r' : '';
    yield oneLineEnd(held ? text.slice(0, -1) : text);
  }
  yield oneLineEnd(held + decoder.decode());
}

function oneLineEnd(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function hasSecondLine(start: Uint8Array, form: FileForm): boolean {
  const lines = new TextDecoder(form.encoding).decode(start, { stream: true }).split(/\r\n|\r|\n/);
  return lines.filter((line) => line.trim() !== '').length > 1;
}

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
  const text = oneLineEnd(new TextDecoder(form.encoding).decode(bytes, { stream: true }));
  const cut = bytes.byteLength === sampleBytes ? text.slice(0, Math.max(text.lastIndexOf('\n'), 0)) : text;
  try {
    return parseSync(cut, {
      ...tolerant,
      delimiter: form.separator,
      to: sampleRows,
    });
  } catch {
    throw new WrongFile('The first lines are not CSV. Is a quote missing?');
  }
}
