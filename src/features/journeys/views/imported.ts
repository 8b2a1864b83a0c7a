import type { KnownBlock } from '@slack/types';
import { button, row, safe, section } from '../../../platform/slack/index.ts';
import { ids } from '../ids.ts';

export type Imported =
  | {
      name: string;
      key: string;
      changes: string[];
      /** The last change of the draft that it took the place of, and whose; null when there was none. */
      replaced: string | null;
    }
  | { name: string; faults: readonly { line: number | null; message: string }[] };

/** What became of a journey that was dropped as a file. */
export function importedMessage(imported: Imported): { text: string; blocks: KnownBlock[] } {
  const name = safe(imported.name, 100);
  if ('faults' in imported) {
    const lines = imported.faults
      .slice(0, 15)
      .map(({ line, message }) => `• ${line === null ? '' : `line ${line}: `}${safe(message, 160)}`);
    const text = `${name} was not taken. Mend this and drop it again:\n${lines.join('\n')}`;
    return { text, blocks: [section(text)] };
  }
  const changes = imported.changes.slice(0, 15).map((change) => `• ${safe(change, 160)}`);
  const replaced = imported.replaced
    ? ` It takes the place of a draft (${safe(imported.replaced, 160)}); *Undo last change* brings that back.`
    : '';
  const text = `${name} is a draft now.${replaced}${changes.length > 0 ? ` Against the active version:\n${changes.join('\n')}` : ' Nothing differs from the active version.'}`;
  return {
    text,
    blocks: [section(text), row(button(ids.edit, 'Open the draft', imported.key))],
  };
}
