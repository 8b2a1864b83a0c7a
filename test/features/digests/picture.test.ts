import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { altText } from '../../../src/features/digests/domain/facts.ts';
import { digestMessage, digestTable } from '../../../src/features/digests/views/message.ts';
import { digestPicture } from '../../../src/features/digests/views/picture.ts';
import { formatFigure, kpis } from '../../../src/features/kpis/index.ts';
import { drawPng, drawSvg } from '../../../src/platform/charts/draw.ts';
import { textWidth } from '../../../src/platform/charts/fonts.ts';
import { smallestText } from '../../../src/platform/charts/picture.ts';
import { digestCase, digestCases } from '../../support/digest-cases.ts';

const names = Object.keys(digestCases);

/** Every text of a drawing, where it stands and how wide it is. */
function textsOf(svg: string) {
  return [...svg.matchAll(/<text([^>]*)>(.*?)<\/text>/g)].map(([, attributes = '', content = '']) => ({
    size: Number(/font-size="([\d.]+)px"/.exec(attributes)?.[1]),
    bold: /font-weight="600"/.test(attributes),
    text: content.replace(/<[^>]+>/g, ''),
  }));
}

describe.each(names)('the digest picture, case %s', (name) => {
  test('has the bytes of docs/pictures (npm run pictures draws them again)', async () => {
    const drawn = Buffer.from(await drawPng(digestPicture(digestCase(name))));
    const kept = await readFile(new URL(`../../../docs/pictures/digest-${name}.png`, import.meta.url));
    expect(drawn.equals(kept)).toBe(true);
  });

  test(`has no text under ${smallestText} px, and none that is cut where it should not be`, async () => {
    const texts = textsOf(await drawSvg(digestPicture(digestCase(name))));
    expect(texts.length).toBeGreaterThan(20);
    for (const { size, text } of texts)
      expect({ text, readable: size >= smallestText }).toEqual({ text, readable: true });
    const cut = texts.filter(({ text }) => text.endsWith('…')).map(({ text }) => text);
    if (name !== 'long-names') expect(cut).toEqual([]);
    for (const { text, size, bold } of texts) expect(textWidth(text, size, bold)).toBeLessThan(1_600 - 80);
  });

  test('says what the thread’s table and the cards say', async () => {
    const content = digestCase(name);
    const svg = await drawSvg(digestPicture(content));
    const table = JSON.stringify(digestTable({ content }).blocks);
    for (const { key, value } of content.figures) {
      const unit = kpis.find((kpi) => kpi.key === key)!.unit;
      const words = formatFigure(value, unit, content.locale);
      expect(svg).toContain(`>${words}<`);
      expect(table).toContain(words);
    }
    const { text, blocks } = digestMessage({ content, picture: 'F1', late: false });
    expect(text.length).toBeLessThan(4_000);
    expect(blocks.length).toBeLessThan(50);
    expect(altText(content)).toContain(content.span);
  });
});

test('a picture that could not be drawn is owned up to, and the figures are there', () => {
  const { blocks } = digestMessage({ content: digestCase('usual'), picture: null, late: true });
  expect(JSON.stringify(blocks)).toContain('could not be drawn');
  expect(JSON.stringify(blocks)).toContain('sent late');
});
