import { describe, expect, test } from 'vitest';
import { barChart, lineChart, textLabels } from '../../../src/platform/charts/charts.ts';
import { drawPng, drawSvg } from '../../../src/platform/charts/draw.ts';
import type { Picture } from '../../../src/platform/charts/picture.ts';

const size = { width: 400, height: 300 };
const onlyText = (text: string): Picture => ({
  ...size,
  panels: [{ x: 0, y: 0, chart: textLabels([{ x: 10, y: 40, text, size: 24, limit: 380 }], size) }],
});

describe('drawing', () => {
  test('the same picture gives the same bytes, a different one does not', async () => {
    const picture = onlyText('Ana 王小明');
    const first = Buffer.from(await drawPng(picture));
    expect(Buffer.from(await drawPng(picture)).equals(first)).toBe(true);
    expect(Buffer.from(await drawPng(onlyText('Ann 王小明'))).equals(first)).toBe(false);
  });

  test.each([
    ['Latin', 'Ana Žofie'],
    ['Greek', 'Δήμητρα'],
    ['Cyrillic', 'Наталья'],
    ['Arabic', 'محمد علي'],
    ['Hebrew', 'דנה לוי'],
    ['Chinese', '王小明'],
    ['Japanese', 'さくら カナ'],
    ['Korean', '김민준'],
    ['emoji amid Latin with a ligature', 'Žofie 🦊 Nová'],
  ])('%s names are written with glyphs, not with boxes or nothing', async (_, text) => {
    const inked = await drawPng(onlyText(text));
    const boxes = await drawPng(onlyText('\u{10fffd}'.repeat([...text].length)));
    const empty = await drawPng(onlyText(' '));
    expect(Buffer.from(inked).equals(Buffer.from(empty))).toBe(false);
    expect(Buffer.from(inked).equals(Buffer.from(boxes))).toBe(false);
    expect(await drawSvg(onlyText(text))).not.toContain('…');
  });

  test('a text longer than its limit ends in an ellipsis, measured by the font', async () => {
    const narrow = textLabels([{ x: 0, y: 20, text: 'iiiiiiiiii', size: 24, limit: 80 }], size);
    const wide = textLabels([{ x: 0, y: 20, text: 'WWWWWWWWWW', size: 24, limit: 80 }], size);
    expect(await drawSvg({ ...size, panels: [{ x: 0, y: 0, chart: narrow }] })).toContain('iiiiiiiiii');
    expect(await drawSvg({ ...size, panels: [{ x: 0, y: 0, chart: wide }] })).toMatch(/>W{2,4}…</);
  });

  test('a cut name that is written from right to left has its ellipsis at its end, on the left', async () => {
    const cut = textLabels([{ x: 0, y: 20, text: 'محمد عبد الرحمن بن علي', size: 24, limit: 120 }], size);
    expect(await drawSvg({ ...size, panels: [{ x: 0, y: 0, chart: cut }] })).toMatch(/…\u200f</);
  });

  test('user text cannot become markup of the picture', async () => {
    const svg = await drawSvg(onlyText('<image href="http://example.test/x"/> 王 & 🦊'));
    expect(svg).not.toContain('<image');
    expect(svg).toContain('&lt;image');
  });

  test('a day without data is a gap in its line', async () => {
    const days = ['a', 'b', 'c', 'd', 'e'].map((key) => ({ key, label: key }));
    const path = async (values: (number | null)[]): Promise<string> => {
      const chart = lineChart({ days, series: [{ name: 'Created', values }] }, size);
      const svg = await drawSvg({ ...size, panels: [{ x: 0, y: 0, chart }] });
      return /<path aria-label="[^"]*"[^>]* d="(M[^"]*)" stroke="#0072b2"/.exec(svg)?.[1] ?? '';
    };
    expect((await path([1, 2, 3, 4, 5])).match(/M/g)).toHaveLength(1);
    expect((await path([1, 2, null, 4, 5])).match(/M/g)).toHaveLength(2);
  });

  test('bars keep the order given and two people of one name stay apart', async () => {
    const bars = [
      { name: 'Ana', value: 5, text: '5' },
      { name: 'Ana', value: 9, text: '9' },
    ];
    const svg = await drawSvg({ ...size, panels: [{ x: 0, y: 0, chart: barChart(bars, size) }] });
    expect(svg.match(/>Ana</g)).toHaveLength(2);
    expect(svg.indexOf('>5<')).toBeLessThan(svg.indexOf('>9<'));
  });
});
