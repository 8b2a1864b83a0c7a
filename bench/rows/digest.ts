import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Resvg } from '@resvg/resvg-js';
import { parse, View } from 'vega';
import { compile } from 'vega-lite';
import { digestPicture } from '../../src/features/digests/views/picture.ts';
import { fontFamily, fontFiles } from '../../src/platform/charts/fonts.ts';
import type { Picture } from '../../src/platform/charts/picture.ts';
import { createChartRenderer } from '../../src/platform/charts/renderer.ts';
import { specOf } from '../../src/platform/charts/specs/spec.ts';
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
    const idle = await worstStall(() => new Promise((resolve) => setTimeout(resolve, idleMilliseconds)));
    const renderer = createChartRenderer();
    await renderer.render(pictureOf(0));
    const ours: number[] = [];
    const stall = await worstStall(async () => {
      for (let round = 0; round < ROUNDS; round += 1)
        ours.push(await timed(() => renderer.render(pictureOf(round))));
    });
    await renderer.stop();
    const bare: number[] = [];
    await drawBare(pictureOf(0));
    for (let round = 0; round < ROUNDS; round += 1) bare.push(await timed(() => drawBare(pictureOf(round))));
    const ratio = median(ours) / median(bare);
    return {
      measured: `×${ratio.toFixed(2)} (${median(ours).toFixed(0)} ms against ${median(bare).toFixed(0)} ms); worst stall ${stall.toFixed(0)} ms, idle ${idle.toFixed(0)} ms`,
      held: ratio <= 1.15 && stall <= idle + 20,
    };
  },
};

/** Each round draws other figures, as each morning does, so that nothing can be kept from the round before. */
function pictureOf(round: number): Picture {
  const content = digestCase('usual');
  const figures = content.figures.map((figure) => ({ ...figure, value: (figure.value ?? 0) + round }));
  return digestPicture({ ...content, figures, asOf: `Fri 09:${String(round).padStart(2, '0')}` });
}

async function drawBare(picture: Picture): Promise<void> {
  let body = '';
  for (const { x, y, chart } of picture.panels) {
    const view = new View(parse(compile(specOf(chart)).spec), { renderer: 'none' });
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
