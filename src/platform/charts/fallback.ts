import { fontFamily, fontRuns } from './fonts.ts';

const textElement = /<text([^>]*)>([^<]+)<\/text>/g;

/** A text that is written from right to left and was cut; its ellipsis belongs to the left, and a mark keeps it there. */
const cutFromTheLeft = /^[\p{Script=Arabic}\p{Script=Hebrew}].*…$/u;
const rightToLeftMark = '\u200f';

/**
 * Names the font of each part of a text that the main font cannot write, and sets each part at its place. The renderer
 * takes a font for a whole text at once and drops the text when two fonts count its glyphs differently.
 */
export function withFallbackFonts(svg: string): string {
  return svg.replace(textElement, (whole, attributes: string, written: string) => {
    const content = cutFromTheLeft.test(written) ? written + rightToLeftMark : written;
    const size = Number(/font-size="([\d.]+)px"/.exec(attributes)?.[1] ?? 0);
    const bold = /font-weight="(600|700|bold)"/.test(attributes);
    const runs = fontRuns(fromXml(content), bold);
    if (runs.every((run) => run.family === fontFamily)) return whole;
    const [only] = runs;
    if (runs.length === 1 && only) return `<text${inFamily(attributes, only.family)}>${content}</text>`;
    const width = runs.reduce((total, run) => total + run.ems, 0) * size;
    const anchor = /text-anchor="(\w+)"/.exec(attributes)?.[1] ?? 'start';
    let x = anchor === 'end' ? -width : anchor === 'middle' ? -width / 2 : 0;
    const parts = runs.map((run) => {
      const part = `<tspan x="${x.toFixed(2)}" font-family="${run.family}">${toXml(run.text)}</tspan>`;
      x += run.ems * size;
      return part;
    });
    return `<text${attributes.replace(/text-anchor="\w+"/, 'text-anchor="start"')}>${parts.join('')}</text>`;
  });
}

function inFamily(attributes: string, family: string): string {
  return attributes.replace(/font-family="[^"]*"/, `font-family="${family}"`);
}

function fromXml(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function toXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
