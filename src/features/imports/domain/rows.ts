import { DateTime } from 'luxon';
import { type ColumnKey, columns } from '../../kpis/index.ts';
import type { FileColumn, Heading } from './columns.ts';

/** How cells of a file are read. */
export interface Reading {
  heading: Heading;
  decimalComma: boolean;
  /** How a date of three numbers without a year first is read. */
  dateOrder: 'day-month' | 'month-day';
  /** The last day that is not in the future. */
  today: string;
  /** For a file without one of these columns: the one value for all rows. */
  day: string | null;
  agent: string | null;
}

/** What holds for all rows of a file, whatever stands in it. */
export type Fixed = Pick<Reading, 'today' | 'day' | 'agent'>;

/** A row of the file, read. A figure that is null was empty: no data. */
export interface ReadRow {
  day: string;
  agent: string;
  teamLeader: string | null;
  supervisor: string | null;
  figures: Partial<Record<ColumnKey, number | null>>;
}

/** A row of the file with the line it ends at: read, or what is wrong with it. */
export type FileRow = { line: number } & (ReadRow | { reason: string });

const most = 1_000_000_000;
const mostName = 200;
/** What most cells are, in either way of writing decimals. */
const plainNumber = /^\d{1,15}$/;
const columnOf = new Map(columns.map((column) => [column.key as string, column]));

/** Gives what reads a file's rows: each row, or what is wrong with it, with its line. */
export function rowReader(reading: Reading): (cells: readonly string[], line: number) => FileRow {
  const { places } = reading.heading;
  const slots = places.flatMap((place, index) =>
    place === null ? [] : [{ place, index, figure: columnOf.get(place) }],
  );
  // Copied for each row: an object that has its keys from the start is faster than one that gets them one by one.
  const empty = Object.fromEntries(
    slots.flatMap(({ figure }) => (figure ? [[figure.key, null]] : [])),
  ) as ReadRow['figures'];
  return (cells, line) => {
    if (cells.length > places.length && cells.slice(places.length).some((cell) => cell.trim() !== ''))
      return { line, reason: `has ${cells.length} cells, but the heading has ${places.length}` };
    const row: FileRow & ReadRow = {
      line,
      day: reading.day ?? '',
      agent: reading.agent ?? '',
      teamLeader: null,
      supervisor: null,
      figures: { ...empty },
    };
    for (const { place, index, figure } of slots) {
      const cell = cells[index] ?? '';
      const problem = figure
        ? putFigure(row, figure, cell, reading.decimalComma)
        : putText(row, place, cell, reading);
      if (problem) return { line, reason: problem };
    }
    if (row.day === '') return { line, reason: 'has no day' };
    if (row.agent === '') return { line, reason: 'has no agent' };
    return row;
  };
}

type Figure = (typeof columns)[number];

function putText(row: ReadRow, place: FileColumn, raw: string, reading: Reading): string | undefined {
  const text = unguarded(raw.trim());
  const cell = /^nan$/i.test(text) ? '' : text;
  if (cell.includes('\ufffd')) return `${nameOf(place)} has characters that could not be read`;
  if (place === 'day') {
    const day = cell === '' ? '' : readDay(cell, reading.dateOrder);
    if (day === null) return noDate(cell, reading.dateOrder);
    if (day > reading.today) return `day ${day} is in the future`;
    row.day = day;
    return undefined;
  }
  if (cell.length > mostName) return `${nameOf(place)} is longer than ${mostName} characters`;
  if (place === 'agent') row.agent = cell;
  else if (place === 'teamLeader' || place === 'supervisor') row[place] = cell || null;
  return undefined;
}

function putFigure(
  row: ReadRow,
  { key, csv, unit, whole }: Figure,
  cell: string,
  decimalComma: boolean,
): string | undefined {
  const value = readNumber(cell, decimalComma);
  if (value === undefined) return `${csv} “${short(cell)}” is no number`;
  if (value !== null) {
    if (value < 0) return `${csv} is negative: ${short(cell)}`;
    if (unit === 'percent' && value > 100) return `${csv} is over 100 %: ${short(cell)}`;
    if (whole && !Number.isInteger(value)) return `${csv} is not a whole number: ${short(cell)}`;
    if (value > most) return `${csv} is too large: ${short(cell)}`;
  }
  row.figures[key] = value;
  return undefined;
}

/** Digits, maybe grouped by threes, maybe with decimals; in a file with decimal commas, points group. */
const numbers = {
  point: /^[+-]?(?:\d+|\d{1,3}(?:[,\s'’]\d{3})+)?(?:\.\d*)?$/,
  comma: /^[+-]?(?:\d+|\d{1,3}(?:[.\s'’]\d{3})+)?(?:,\d*)?$/,
};

/** The number; null for no data (empty, NaN, n/a, -); undefined for anything else. */
function readNumber(raw: string, decimalComma: boolean): number | null | undefined {
  if (plainNumber.test(raw)) return Number(raw);
  const cell = unguarded(raw.trim());
  if (cell === '' || /^(?:nan|n\/?a|null|none|-)$/i.test(cell)) return null;
  const bare = cell.endsWith('%') ? cell.slice(0, -1).trimEnd() : cell;
  if (!/\d/.test(bare) || !numbers[decimalComma ? 'comma' : 'point'].test(bare)) return undefined;
  return Number(
    decimalComma ? bare.replace(/[^\d,+-]/g, '').replace(',', '.') : bare.replace(/[^\d.+-]/g, ''),
  );
}

/** Days come again and again in a file; reading one costs more than remembering it. */
const knownDays = {
  'day-month': new Map<string, string | null>(),
  'month-day': new Map<string, string | null>(),
};
const mostKnownDays = 10_000;

/** The day as `2026-11-20`; null when it is none. A time after it is left out. */
function readDay(cell: string, order: Reading['dateOrder']): string | null {
  const known = knownDays[order];
  let day = known.get(cell);
  if (day === undefined) {
    day = parseDay(cell, order);
    if (known.size >= mostKnownDays) known.clear();
    known.set(ownCopy(cell), day);
  }
  return day;
}

/** A cell is a view into the piece of the file that it was cut from, and would keep all of that in memory. */
export function ownCopy(cell: string): string {
  return Buffer.from(cell).toString();
}

function parseDay(cell: string, order: Reading['dateOrder']): string | null {
  const bare = cell.replace(/[T\s]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2}|[ap]m)?$/i, '');
  const yearFirst = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(bare);
  if (yearFirst) return existing(yearFirst[1], yearFirst[2], yearFirst[3]);
  const yearLast = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(bare);
  if (yearLast)
    return order === 'day-month'
      ? existing(yearLast[3], yearLast[2], yearLast[1])
      : existing(yearLast[3], yearLast[1], yearLast[2]);
  for (const form of [
    'd LLL yyyy',
    'd LLLL yyyy',
    'LLL d, yyyy',
    'LLLL d, yyyy',
    'LLL d yyyy',
    'yyyyLLdd',
    'd-LLL-yyyy',
  ]) {
    const date = DateTime.fromFormat(bare, form, { zone: 'utc', locale: 'en' });
    if (date.isValid) return date.toFormat('yyyy-MM-dd');
  }
  return null;
}

/** Why a cell is no day; a date that turns day and month round is told apart from what is none at all. */
function noDate(cell: string, order: Reading['dateOrder']): string {
  const turned = parseDay(cell, order === 'day-month' ? 'month-day' : 'day-month') !== null;
  const form = order === 'day-month' ? 'day before the month' : 'month before the day';
  return `day “${short(cell)}” is no date${turned ? `: this file has the ${form}` : ''}`;
}

/** Which of day and month stands first in the dates given; the workspace's order where they do not tell. */
export function dateOrderOf(cells: readonly string[], usual: Reading['dateOrder']): Reading['dateOrder'] {
  for (const cell of cells) {
    const match = /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}/.exec(cell.trim());
    if (match && Number(match[1]) > 12) return 'day-month';
    if (match && Number(match[2]) > 12) return 'month-day';
  }
  return usual;
}

/** In which forms the dates given are written, in words. */
export function dateFormsOf(cells: readonly string[], order: Reading['dateOrder']): string[] {
  const forms = cells.flatMap((cell) => {
    if (/^\s*\d{4}/.test(cell)) return ['year first'];
    if (/[a-z]{3}/i.test(cell)) return ['month in words'];
    if (/^\s*\d{1,2}[-/.]/.test(cell))
      return [order === 'day-month' ? 'day before month' : 'month before day'];
    return [];
  });
  return [...new Set(forms)];
}

function existing(year = '', month = '', day = ''): string | null {
  const date = DateTime.fromObject(
    { year: Number(year), month: Number(month), day: Number(day) },
    { zone: 'utc' },
  );
  return date.isValid && Number(year) >= 2000 ? date.toFormat('yyyy-MM-dd') : null;
}

/** What an export put before a cell that a spreadsheet would compute. */
function unguarded(cell: string): string {
  return cell.startsWith("'") && /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

function nameOf(place: FileColumn): string {
  return place === 'teamLeader' ? 'team_leader' : place;
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
