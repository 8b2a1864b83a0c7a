/** What stands in a cell of an export; null is an empty cell. */
export type CellValue = string | number | null;

/** One row by column name. */
export type ExportRow = Record<string, CellValue>;

/** A spreadsheet reads a cell that begins so as a formula (https://owasp.org/www-community/attacks/CSV_Injection). */
const formula = /^[=+\-@\t\r]/;

/** The text with an apostrophe before what a spreadsheet would compute. */
function harmless(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** A text cell of a CSV file: harmless, quoted, quotes doubled (RFC 4180). */
export function csvText(text: string): string {
  return `"${harmless(text).replaceAll('"', '""')}"`;
}
