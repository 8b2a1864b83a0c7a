import type { KpiCard } from '../../../platform/charts/charts.ts';
import { formatFigure, kpis } from '../../kpis/index.ts';
import type { DigestContent } from '../domain/content.ts';
import { arrowOf, changeText, toneOf } from '../domain/figure-words.ts';

/** The ten cards, each with its value and its change in words. */
export function figureCards(content: DigestContent): KpiCard[] {
  return content.figures.map((figure) => {
    const kpi = kpis.find(({ key }) => key === figure.key);
    return {
      label: kpi?.label ?? figure.key,
      value: formatFigure(figure.value, kpi?.unit ?? 'count', content.locale),
      empty: figure.value === null,
      change: { arrow: arrowOf(figure), tone: toneOf(figure), text: changeText(figure, content) },
      points: figure.trend,
    };
  });
}
