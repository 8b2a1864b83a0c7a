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
  return `${row.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: CellValue): string | number {
  if (cell === null) return '';
  return typeof cell === 'number' ? cell : csvText(cell);
}
