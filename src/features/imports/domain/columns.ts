import { type ColumnKey, columns } from '../../kpis/index.ts';
import { WrongFile } from './detect.ts';

/** What a column of the file holds. */
export type FileColumn = ColumnKey | 'day' | 'agent' | 'teamLeader' | 'supervisor';

/** Other names under which a column is known. */
const synonyms: Record<string, FileColumn> = { date: 'day', leader: 'teamLeader', agent_name: 'agent' };

const known = new Map<string, FileColumn>([
  ['day', 'day'],
  ['agent', 'agent'],
  ['team_leader', 'teamLeader'],
  ['supervisor', 'supervisor'],
  ...columns.map(({ key, csv }) => [csv, key] as [string, FileColumn]),
  ...Object.entries(synonyms),
]);

/** The name under which a column stands in a file. */
export function csvName(column: FileColumn): string {
  return [...known].find(([, each]) => each === column)?.[0] ?? column;
}

/** Which column stands where; null where the file has one we do not use. */
export interface Heading {
  places: (FileColumn | null)[];
  /** Names of columns that are not used. */
  ignored: string[];
  /** Columns of ours that the file does not have. */
  missing: FileColumn[];
}

/**
 * Reads the heading. Case, spaces and hyphens in names do not matter.
 * @throws WrongFile when no column is known, or one is there twice.
 */
export function readHeading(cells: readonly string[]): Heading {
  const places = cells.map((cell) => known.get(nameOf(cell)) ?? null);
  if (places.every((place) => place === null))
    throw new WrongFile(
      'Line 1 has none of the columns, such as day, agent, total_chats, csat. Is the heading missing?',
    );
  const twice = places.find((place, index) => place !== null && places.indexOf(place) !== index);
  if (twice) throw new WrongFile(`Line 1 has the column ${twice} twice. Keep one.`);
  return {
    places,
    ignored: cells.filter((_, index) => places[index] === null).map((cell) => cell.trim().slice(0, 60)),
    missing: [...new Set(known.values())].filter((column) => !places.includes(column)),
  };
}

function nameOf(cell: string): string {
  return cell
    .replace(/^\ufeff/, '')
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
    .replace(/_?\(.*\)$/, '');
}
