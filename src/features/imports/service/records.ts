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
 * Reads records of text whose lines end with `\n`. Without a quote, lines and separators are all there is to a table, and
 * cutting there is several times as fast as csv-parse, which looks at every byte; from the first quote on csv-parse reads.
 */
export function recordReader(separator: string, sink: RecordSink): RecordReader {
  let rest = '';
  let lines = 0;
  let quoted: RecordReader | null = null;
  const cut = (text: string): void => {
    for (const line of text.split('\n')) {
      lines += 1;
      if (line.length > longestRow) throw tooLong(lines);
      if (line !== '') sink.record(line.split(separator), lines);
    }
  };
  return {
    async take(piece) {
      if (quoted) return quoted.take(piece);
      const text = rest + piece;
      const quote = text.indexOf('"');
      const end = text.lastIndexOf('\n', quote === -1 ? text.length : quote);
      if (end >= 0) cut(text.slice(0, end));
      rest = text.slice(end + 1);
      if (quote === -1 && rest.length > longestRow) throw tooLong(lines + 1);
      if (quote === -1) return;
      quoted = quotedReader(separator, lines, sink);
      await quoted.take(rest);
    },
    async end() {
      if (quoted) return quoted.end();
      cut(rest);
    },
  };
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
function quotedReader(separator: string, linesBefore: number, sink: RecordSink): RecordReader {
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
