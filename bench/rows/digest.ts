import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Resvg } from '@resvg/resvg-js';
import { parse, View } from 'vega';
import { compile } from 'vega-lite';
import { digestPicture } from '../../src/features/digests/views/picture.ts';
import { fontFamily, fontFiles } from '../../src/platform/charts/fonts.ts';
import type { Picture } from '../../src/platform/charts/picture.ts';
import { createChartRenderer } from '../../src/platform/charts/renderer.ts';
import { digestCase } from '../../test/support/digest-cases.ts';
import { median, type Row, timed } from '../support/row.ts';

const ROUNDS = 15;
const idleMilliseconds = 2_000;

/** A digest's picture through the drawing process, warm, against Vega and resvg alone on the same charts. */
export const digest: Row = {
  name: 'digest',
  budget:
    'digest PNG, warm: ≤ 1.15 × bare Vega + resvg; no event-loop stall over 20 ms above an idle run’s worst',
  measure: async () => {
    const picture = digestPicture(digestCase('usual'));
    const idle = await worstStall(() => new Promise((resolve) => setTimeout(resolve, idleMilliseconds)));
    const renderer = createChartRenderer();
    await renderer.render(picture);
    const ours: number[] = [];
    const stall = await worstStall(async () => {
      for (let round = 0; round < ROUNDS; round += 1) ours.push(await timed(() => renderer.render(picture)));
    });
    await renderer.stop();
    const bare: number[] = [];
    const charts = picture.panels.map(({ spec }) => parse(compile(spec).spec));
    await drawBare(picture, charts);
    for (let round = 0; round < ROUNDS; round += 1) bare.push(await timed(() => drawBare(picture, charts)));
    const ratio = median(ours) / median(bare);
    return {
      measured: `×${ratio.toFixed(2)} (${median(ours).toFixed(0)} ms against ${median(bare).toFixed(0)} ms); worst stall ${stall.toFixed(0)} ms, idle ${idle.toFixed(0)} ms`,
      held: ratio <= 1.15 && stall <= idle + 20,
    };
  },
};

async function drawBare(picture: Picture, charts: ReturnType<typeof parse>[]): Promise<void> {
  let body = '';
  for (const [index, chart] of charts.entries()) {
    const { x, y } = picture.panels[index] as Picture['panels'][number];
    const view = new View(chart, { renderer: 'none' });
    body += `<g transform="translate(${x},${y})">${await view.toSVG()}</g>`;
    view.finalize();
  }
  const { width, height } = picture;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="#fff"/>${body}</svg>`;
  const font = { loadSystemFonts: false, fontFiles, defaultFontFamily: fontFamily };
  new Resvg(svg, { font }).render().asPng();
}

/** The longest time in milliseconds that the event loop stood still while `work` ran. */
async function worstStall(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await work();
  delay.disable();
  return delay.max / 1e6;
}
