import { Resvg } from '@resvg/resvg-js';
import { type Loader, parse, resetSVGDefIds, textMetrics, View } from 'vega';
import { compile } from 'vega-lite';
import { withFallbackFonts } from './fallback.ts';
import { fontFamily, fontFiles, textWidth } from './fonts.ts';
import { palette } from './palette.ts';
import type { Picture } from './picture.ts';
import { specOf } from './specs/spec.ts';

declare module 'vega' {
  /** How wide text is drawn; not in the package's own types. */
  const textMetrics: { width: (item: TextMark, text: unknown) => number };
}

interface TextMark {
  fontSize?: number;
  fontWeight?: number | string;
  limit?: number;
}

/** A chart is drawn from the data it carries; nothing is ever read from a file or the network. */
const noLoader: Loader = {
  load: refuse,
  sanitize: refuse,
  http: refuse,
  file: refuse,
};

function refuse(uri: string): never {
  throw new Error(`Charts load nothing, but this one asked for ${uri.slice(0, 80)}`);
}

/** Vega guesses the width of text without a canvas; the bundled fonts know it. */
textMetrics.width = (item, text) =>
  Math.min(
    textWidth(String(text ?? ''), item.fontSize ?? 11, isBold(item.fontWeight)),
    item.limit && item.limit > 0 ? item.limit : Number.POSITIVE_INFINITY,
  );

function isBold(weight: number | string | undefined): boolean {
  return weight === 'bold' || Number(weight) >= 600;
}

/** The picture as one SVG document. The same picture gives the same text. */
export async function drawSvg(picture: Picture): Promise<string> {
  resetSVGDefIds();
  const groups: string[] = [];
  for (const panel of picture.panels) {
    const view = new View(parse(compile(specOf(panel.chart)).spec), { renderer: 'none', loader: noLoader });
    const svg = withFallbackFonts(await view.toSVG());
    view.finalize();
    groups.push(`<g transform="translate(${panel.x},${panel.y})">${svg}</g>`);
  }
  const size = `width="${picture.width}" height="${picture.height}"`;
  const ground = `<rect ${size} fill="${palette.ground}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${ground}${groups.join('')}</svg>`;
}

/** The picture as PNG bytes, at scale 1 and with the bundled fonts only. */
export async function drawPng(picture: Picture): Promise<Uint8Array> {
  const resvg = new Resvg(await drawSvg(picture), {
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: fontFamily, sansSerifFamily: fontFamily },
    fitTo: { mode: 'original' },
  });
  return new Uint8Array(resvg.render().asPng());
}
