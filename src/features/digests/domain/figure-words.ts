import { formatChange, kpis } from '../../kpis/index.ts';
import type { DigestContent, DigestFigure } from './content.ts';

/** What a change means: a rise of what should fall is worse. */
export type FigureTone = 'better' | 'worse' | 'neutral';

/** The change in words without its sign, such as `6 % vs last Thu`; empty where nothing can be compared. */
export function changeText(
  figure: DigestFigure,
  content: Pick<DigestContent, 'comparedWith' | 'locale'>,
): string {
  if (!content.comparedWith || !figure.change) return '';
  if (isSame(figure)) return `same ${content.comparedWith}`;
  return `${formatChange(figure.change, content.locale)} ${content.comparedWith}`;
}

/** Where the figure went; null when it did not move or cannot be compared. */
export function arrowOf(figure: DigestFigure): 'up' | 'down' | null {
  if (!figure.change || isSame(figure)) return null;
  return figure.change.amount > 0 ? 'up' : 'down';
}

/** Whether the change is good for the desk. */
export function toneOf(figure: DigestFigure): FigureTone {
  const arrow = arrowOf(figure);
  const riseIs = kpis.find(({ key }) => key === figure.key)?.riseIs ?? 'neutral';
  if (!arrow || riseIs === 'neutral') return 'neutral';
  return (arrow === 'up') === (riseIs === 'better') ? 'better' : 'worse';
}

/** A change too small for the decimals shown is no change to the reader. */
function isSame({ change }: DigestFigure): boolean {
  return !change || Math.abs(change.amount) < (change.in === 'points' ? 0.05 : 0.5);
}

/** What the first line over the days counts. */
export function intakeName({ flow }: Pick<DigestContent, 'flow'>): string {
  return flow.intake === 'created' ? 'Created' : 'Assigned';
}
