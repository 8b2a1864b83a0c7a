/** A row that cannot be used. */
export interface BadRow {
  line: number;
  reason: string;
}

/** What an import would do. */
export interface Preview {
  rows: number;
  fresh: number;
  changed: number;
  same: number;
  bad: number;
  /** The first bad rows. */
  examples: BadRow[];
  /** The first names that match no person and were not asked about before, and how many such names there are. */
  unknownNames: string[];
  unknown: number;
  ignored: string[];
  missing: string[];
  dateForms: string[];
  from: string | null;
  to: string | null;
}

const mostExamples = 50;
const mostNames = 20;

/** An empty preview, to be counted up. */
export function emptyPreview(about: Pick<Preview, 'ignored' | 'missing' | 'dateForms'>): Preview {
  return {
    ...about,
    rows: 0,
    fresh: 0,
    changed: 0,
    same: 0,
    bad: 0,
    examples: [],
    unknownNames: [],
    unknown: 0,
    from: null,
    to: null,
  };
}

/** Counts a row that cannot be used. */
export function countBad(preview: Preview, bad: BadRow): void {
  preview.rows += 1;
  preview.bad += 1;
  if (preview.examples.length < mostExamples) preview.examples.push(bad);
}

/** Counts a good row and what it would do. */
export function countGood(preview: Preview, day: string, outcome: 'fresh' | 'changed' | 'same'): void {
  preview.rows += 1;
  preview[outcome] += 1;
  if (preview.from === null || day < preview.from) preview.from = day;
  if (preview.to === null || day > preview.to) preview.to = day;
}

/** Notes a name that matches nobody and was not met before. */
export function noteName(preview: Preview, name: string): void {
  preview.unknown += 1;
  if (preview.unknownNames.length < mostNames) preview.unknownNames.push(name);
}
