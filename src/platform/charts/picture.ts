import type { Chart } from './charts.ts';

/** One chart and where it stands on the picture, in pixels from the top left corner. */
interface Panel {
  x: number;
  y: number;
  chart: Chart;
}

/** Charts on one white ground. Plain data, so that it travels to the process that draws it. */
export interface Picture {
  width: number;
  height: number;
  panels: Panel[];
}

/** The smallest text on any picture, in pixels, so that it reads in Slack's preview and on a phone. */
export const smallestText = 22;
