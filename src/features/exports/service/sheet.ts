import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { CellValue, ExportRow } from '../domain/cells.ts';
import type { ByteLimit, Writing, Written } from './write.ts';

/** The parts of a workbook with one sheet beside the sheet itself (ECMA-376, SpreadsheetML). */
const parts: Record<string, string> = {
  '[Content_Types].xml':
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
  '_rels/.rels':
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
  'xl/workbook.xml':
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><bookViews><workbookView/></bookViews><sheets><sheet name="Export" sheetId="1" r:id="r1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels':
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
};

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
/** The first row stays in sight. */
const frozenHeading =
  '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';
/** Excel's own limit for the text of a cell. */
const mostCellCharacters = 32_767;

/** Writes rows as an Excel sheet, as they come; what no longer fits `mostRows` is left out and `cut` says so. */
export async function writeSheet(
  { path, fields, rows }: Writing,
  { mostRows, limited }: { mostRows: number; limited: ByteLimit },
): Promise<Written> {
  const result = { rows: 0, cut: false };
  async function* sheet(): AsyncGenerator<string> {
    yield `${declaration}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${frozenHeading}<sheetData>`;
    const letters = fields.map((_, index) => columnLetters(index));
    yield rowXml(letters, 1, fields);
    for await (const some of rows) {
      const fitting = some.slice(0, mostRows - result.rows);
      const first = result.rows + 2;
      if (fitting.length > 0) yield fitting.map((row, index) => rowXml(letters, first + index, row)).join('');
      result.rows += fitting.length;
      result.cut = fitting.length < some.length;
      if (result.cut) break;
    }
    yield '</sheetData></worksheet>';
  }
  const zip = new ZipFile();
  for (const [name, xml] of Object.entries(parts)) zip.addBuffer(Buffer.from(declaration + xml), name);
  const source = Readable.from(sheet(), { highWaterMark: 1 });
  const archive = zip.outputStream as Readable;
  source.once('error', (error) => archive.destroy(error));
  zip.addReadStream(source, 'xl/worksheets/sheet1.xml');
  zip.end();
  try {
    await pipeline(archive, limited, createWriteStream(path));
  } finally {
    source.destroy();
  }
  return result;
}

/** What Excel calls a column: `A` … `Z`, `AA` … */
function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last;
}

/** Excel counts rows and cells by itself; other readers want to be told their places. */
function rowXml(letters: readonly string[], number: number, values: ExportRow): string {
  let cells = '';
  for (const [index, value] of values.entries())
    if (value !== null) cells += cellXml(`${letters[index]}${number}`, value);
  return `<row r="${number}">${cells}</row>`;
}

/** Text is stored as text, never as a formula. */
function cellXml(place: string, value: NonNullable<CellValue>): string {
  if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`;
  return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${xmlText(value.slice(0, mostCellCharacters))}</t></is></c>`;
}

/** XML 1.0 has no control characters but tab and line ends; Excel reads `_x0041_` as a character of that code. */
function xmlText(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
      .replace(/\r\n?/g, '\n')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
  );
}
