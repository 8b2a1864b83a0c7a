import type { TopLevelSpec } from 'vega-lite';
import type { Chart } from '../charts.ts';
import { barSpec } from './bars.ts';
import { cardsSpec } from './cards.ts';
import { linesSpec } from './lines.ts';
import { textSpec } from './text.ts';

/** The Vega-Lite specification of a chart. @throws Error for a kind that there is not. */
export function specOf(chart: Chart): TopLevelSpec {
  switch (chart.kind) {
    case 'text':
      return textSpec(chart.labels, chart.size);
    case 'cards':
      return cardsSpec(chart.cards, chart.size);
    case 'lines':
      return linesSpec(chart.lines, chart.size);
    case 'bars':
      return barSpec(chart.bars, chart.size);
    default:
      throw new Error('There is no such kind of chart');
  }
}
