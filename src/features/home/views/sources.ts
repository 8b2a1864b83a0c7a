import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { aligned, context, defineModal, escapeText, section } from '../../../platform/slack/index.ts';
import { columns } from '../../kpis/index.ts';

/** How many of an agent's days each figure comes from, by source. */
export interface SourceCounts {
  column: string;
  imported: number;
  logged: number;
  observed: number;
}

const sources = defineModal({ id: 'home.sources', meta: z.null(), fields: z.object({}) });

/** Where the figures of a lead's Home come from. */
export function sourcesView(
  counts: readonly SourceCounts[],
  { from, to }: { from: string; to: string },
): ModalView {
  const rows = counts.map(({ column, imported, logged, observed }) => [
    columns.find(({ key }) => key === column)?.label ?? column,
    String(imported),
    String(logged),
    String(observed),
  ]);
  const table = aligned([['Days of agents', 'Imported', 'Logged', 'Observed'], ...rows]);
  return sources.view({
    title: 'Where figures come from',
    close: 'Close',
    meta: null,
    blocks: [
      section(`\`\`\`${escapeText(table)}\`\`\``),
      context(`${from} to ${to}. The imported value counts, else the logged, else what the desk observed.`),
      context('`/stats day @person` names the source of each figure of a day.'),
    ],
  });
}
