import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { aligned, defineModal, safe, section } from '../../../platform/slack/index.ts';
import { columns, type FactFields, type Figures, figuresFrom, formatFigure } from '../../kpis/index.ts';
import { longDay } from './words.ts';

/** The question before a logged day is replaced; closing it in any way keeps the old figures. */
export const overwriteModal = defineModal({
  id: 'stats.overwrite',
  meta: z.object({
    userId: z.string(),
    day: z.string(),
    /** The revision that the person sees; when it is no longer the latest, they are asked again. */
    rev: z.number(),
    figures: z.record(z.string(), z.number()),
  }),
  fields: z.object({}),
});

/** Old and new side by side. */
export function overwriteView({
  fact,
  figures,
  by,
  locale,
}: {
  fact: FactFields;
  figures: Figures;
  by: string;
  locale: string;
}): ModalView {
  const old = figuresFrom(fact, 'logged');
  const rows = columns
    .filter(({ key }) => old[key] !== undefined || figures[key] !== undefined)
    .map(({ key, label, unit }) => [
      label,
      formatFigure(old[key] ?? null, unit, locale),
      formatFigure(figures[key] ?? null, unit, locale),
      old[key] === figures[key] ? '' : 'changes',
    ]);
  return overwriteModal.view({
    title: 'Replace this day?',
    submit: 'Overwrite',
    close: 'Keep the old',
    meta: { userId: fact.agent, day: fact.day, rev: fact.rev, figures: figures as Record<string, number> },
    blocks: [
      section(`*${longDay(fact.day, locale)}* was already logged by ${safe(by, 80)}. Overwrite it?`),
      section(`\`\`\`${aligned([['', 'Old', 'New', ''], ...rows])}\`\`\``),
    ],
  });
}
