import { finished } from 'node:stream/promises';
import { type Parser, parse } from 'csv-parse';
import { WrongFile } from '../domain/detect.ts';

/** Where records go, with the line of the file, from 1, at which each ends. */
export interface RecordSink {
  record(cells: string[], line: number): void;
  bad(line: number, reason: string): void;
}

/** Takes a file's text piece by piece and cuts it into records. */
export interface RecordReader {
  /** @throws WrongFile where the rest of the file cannot be told apart any more. */
  take(piece: string): Promise<void>;
  end(): Promise<void>;
}

/** Rows may be short or long, and quotes may stand in cells that do not begin with one. */
export const tolerant = {
  record_delimiter: '\n',
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  skip_records_with_error: true,
};

/** A longer row is no row of figures but a missing quote. */
const longestRow = 65_536;
const tooLong = (line: number) =>
  new WrongFile(`Line ${line} is longer than ${longestRow / 1_024} kB. Is a quote missing there?`);

/**
 * Reads records of text whose lines end with `\n`. As long as quotes stand around whole cells at most, lines and separators
 * are all there is to a table, and cutting there is several times as fast as csv-parse, which looks at every byte; from the
 * first line with other quotes on csv-parse reads.
 */
export function recordReader(separator: string, sink: RecordSink): RecordReader {
  let rest = '';
  let lines = 0;
  let parser: RecordReader | null = null;
  /** Takes a line when it can be cut. */
  const taken = (line: string): boolean => {
    if (line.length > longestRow) throw tooLong(lines + 1);
    const cells = cellsOf(line, separator);
    if (!cells) return false;
    lines += 1;
    if (line !== '') sink.record(cells, lines);
    return true;
  };
  const parseFrom = (text: string): Promise<void> => {
    parser = parsingReader(separator, lines, sink);
    return parser.take(text);
  };
  return {
    async take(piece) {
      if (parser) return parser.take(piece);
      const text = rest + piece;
      let start = 0;
      for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
        if (!taken(text.slice(start, end))) return parseFrom(text.slice(start));
        start = end + 1;
      }
      rest = text.slice(start);
      if (rest.length > longestRow) throw tooLong(lines + 1);
    },
    async end() {
      if (!parser && !taken(rest)) await parseFrom(rest);
      await parser?.end();
    },
  };
}

/** The cells of a line; null where a quote does anything but stand around a whole cell. */
function cellsOf(line: string, separator: string): string[] | null {
  const cells = line.split(separator);
  if (!line.includes('"')) return cells;
  for (const [index, cell] of cells.entries()) {
    if (!cell.includes('"')) continue;
    if (cell.length < 2 || cell[0] !== '"' || cell.indexOf('"', 1) !== cell.length - 1) return null;
    cells[index] = cell.slice(1, -1);
  }
  return cells;
}

/** Faults after which the rest of a file cannot be told apart any more. */
const endsReading = new Map<string, (line: number) => WrongFile>([
  ['CSV_MAX_RECORD_SIZE', tooLong],
  [
    'CSV_QUOTE_NOT_CLOSED',
    (line) =>
      new WrongFile(
        `A quote is opened and never closed, at or before line ${line}. Close it and send the file again.`,
      ),
  ],
]);

/** Records are taken inside the parser: having it hand on each by itself costs more than reading it. */
function parsingReader(separator: string, linesBefore: number, sink: RecordSink): RecordReader {
  let fault: WrongFile | null = null;
  const parser: Parser = parse({
    ...tolerant,
    delimiter: separator,
    max_record_size: longestRow,
    on_record: (cells: string[]) => {
      sink.record(cells, linesBefore + parser.info.lines);
      return null;
    },
    on_skip: (error) => {
      if (!error) return;
      const line = linesBefore + Number(error.lines);
      const ends = endsReading.get(error.code);
      if (ends) fault ??= ends(line);
      else sink.bad(line, 'is not CSV');
    },
  });
  parser.on('error', () => {});
  return {
    async take(piece) {
      await new Promise<void>((resolve, reject) => {
        parser.write(piece, (error) => (error ? reject(error) : resolve()));
      });
      if (fault) throw fault;
    },
    async end() {
      parser.resume();
      parser.end();
      await finished(parser);
      if (fault) throw fault;
    },
  };
}
