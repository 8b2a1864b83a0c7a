/** What stands in a cell of an export; null is an empty cell. */
export type CellValue = string | number | null;

/** One row, in the order of its dataset's columns. */
export type ExportRow = readonly CellValue[];

/** A spreadsheet reads a cell that begins so as a formula (https://owasp.org/www-community/attacks/CSV_Injection). */
const formula = /^'*[=+\-@\t\r]/;

/** The text with one apostrophe more before what a spreadsheet would compute; an import takes that one off again. */
function harmless(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** A text cell of a CSV file: harmless, quoted, quotes doubled (RFC 4180). */
function csvText(text: string): string {
  const safe = harmless(text);
  return safe.includes('"') ? `"${safe.replaceAll('"', '""')}"` : `"${safe}"`;
}

/** A line of a CSV file with its end. Numbers stand bare, no data is nothing at all. */
export function csvLine(row: ExportRow): string {
  let line = '';
  for (const [index, cell] of row.entries()) {
    if (index > 0) line += ',';
    if (cell !== null) line += typeof cell === 'number' ? cell : csvText(cell);
  }
  return `${line}\r\n`;
}
