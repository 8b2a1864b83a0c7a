import type { Desk } from '../../../platform/desk.ts';
import { csvName } from '../domain/columns.ts';
import { countBad, countGood, emptyPreview, noteName, type Preview } from '../domain/preview.ts';
import type { Fixed } from '../domain/rows.ts';
import { batchesOf, outcomeOf } from './batches.ts';
import { leadersOf } from './leaders.ts';
import { type Matched, nameMatcher } from './names.ts';
import type { OpenedFile } from './reader.ts';
import type { Import, Progress } from './work.ts';

/** Reads the whole file and counts what importing it would do; nothing is written. */
export async function previewRows(
  desk: Desk,
  { workspace }: Import,
  file: OpenedFile,
  fixed: Fixed,
  progress: Progress,
): Promise<Preview> {
  const { ignored } = file.heading;
  const missing = file.heading.missing.map(csvName);
  const preview = emptyPreview({ ignored, missing, dateForms: file.dateForms });
  const match = await nameMatcher(desk, workspace);
  const onBad = (bad: Parameters<typeof countBad>[1]): void => countBad(preview, bad);
  const unknown = new Set<Matched>();
  const meet = (name: string | null): void => {
    const matched = name === null ? null : match(name);
    if (name === null || !matched?.unknown || unknown.has(matched)) return;
    unknown.add(matched);
    noteName(preview, name);
  };
  for await (const batch of batchesOf(desk, workspace, { file, fixed, match, onBad })) {
    for (const planned of batch) {
      const { row } = planned;
      for (const name of [row.agent, row.teamLeader, row.supervisor]) meet(name);
      leadersOf(row, match);
      countGood(preview, row.day, outcomeOf(planned));
    }
    await progress(preview.rows);
  }
  preview.examples.sort((one, other) => one.line - other.line);
  return preview;
}
