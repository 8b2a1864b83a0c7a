import type { KnownBlock } from '@slack/types';
import { button, dateToken, safe, section } from '../../../platform/slack/index.ts';
import type { AuditEntry } from '../audit.ts';
import { ids } from '../ids.ts';

/** The last changes, newest first, each with Undo. */
export function auditNotice(
  entries: readonly AuditEntry[],
  names: ReadonlyMap<string, string>,
): { text: string; blocks: KnownBlock[] } {
  const text = entries.length === 0 ? 'Nothing has been changed yet.' : 'The last changes';
  return {
    text,
    blocks: [
      section(`*${text}*`),
      ...entries.map((entry): KnownBlock => {
        const by = safe(names.get(entry.by) ?? 'the desk', 80);
        const undone = entry.undoneBy
          ? ` · undone by ${safe(names.get(entry.undoneBy) ?? 'someone', 80)}`
          : '';
        return section(
          `${safe(entry.summary, 300)} · ${by} · ${dateToken(entry.at)}${undone}`,
          entry.undoneBy ? undefined : button(ids.undo, 'Undo', entry._id),
        );
      }),
    ],
  };
}
