import type { KpiCard, Tone } from '../../../platform/charts/specs/cards.ts';
import { formatChange, formatFigure, kpis } from '../../kpis/index.ts';
import type { DigestContent, DigestFigure } from '../domain/content.ts';

/** The ten cards, each with its value and its change in words. */
export function figureCards(content: DigestContent): KpiCard[] {
  return content.figures.map((figure) => {
    const kpi = kpiOf(figure.key);
    return {
      label: kpi.label,
      value: formatFigure(figure.value, kpi.unit, content.locale),
      empty: figure.value === null,
      change: {
        arrow: arrowOf(figure),
        tone: toneOf(figure),
        text: changeText(figure, content),
      },
      points: figure.trend,
    };
  });
}

/** The change in words without its sign, such as `6 % vs last Thu`; empty where nothing can be compared. */
export function changeText(figure: DigestFigure, content: DigestContent): string {
  if (!content.comparedWith) return '';
  if (!figure.change) return figure.value === null ? '' : `nothing ${content.comparedWith}`;
  if (isSame(figure)) return `same ${content.comparedWith}`;
  return `${formatChange(figure.change, content.locale)} ${content.comparedWith}`;
}

/** Where the figure went; null when it did not move or cannot be compared. */
export function arrowOf(figure: DigestFigure): 'up' | 'down' | null {
  if (!figure.change || isSame(figure)) return null;
  return figure.change.amount > 0 ? 'up' : 'down';
}

function toneOf(figure: DigestFigure): Tone {
  const arrow = arrowOf(figure);
  const { riseIs } = kpiOf(figure.key);
  if (!arrow || riseIs === 'neutral') return 'neutral';
  return (arrow === 'up') === (riseIs === 'better') ? 'better' : 'worse';
}

/** A change too small for the decimals shown is no change to the reader. */
function isSame(figure: DigestFigure): boolean {
  if (!figure.change) return true;
  return Math.abs(figure.change.amount) < (figure.change.in === 'points' ? 0.05 : 0.5);
}

function kpiOf(key: DigestFigure['key']) {
  const kpi = kpis.find((each) => each.key === key);
  if (!kpi) throw new Error(`No KPI is called ${key}`);
  return kpi;
}
