import { execFileSync } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { textLabels } from '../../../src/platform/charts/charts.ts';
import { drawPng } from '../../../src/platform/charts/draw.ts';
import { type ChartRenderer, createChartRenderer } from '../../../src/platform/charts/renderer.ts';

const size = { width: 300, height: 100 };
const picture = {
  ...size,
  panels: [{ x: 0, y: 0, chart: textLabels([{ x: 0, y: 40, text: 'Ana', size: 24, limit: 280 }], size) }],
};
let renderer: ChartRenderer;
afterEach(() => renderer.stop());

/** The drawing processes that this test process started. */
function children(): number[] {
  const list = execFileSync('ps', ['-eo', 'pid,ppid,args'], { encoding: 'utf8' });
  return list
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match?.[2] === String(process.pid) && match[3]?.includes('tinypool'))
    .map((match) => Number(match?.[1]));
}

test('a picture is drawn in a process of its own, with the bytes that drawing here gives', async () => {
  renderer = createChartRenderer();
  const png = await renderer.render(picture);
  expect(children()).toHaveLength(1);
  expect(Buffer.from(png).equals(Buffer.from(await drawPng(picture)))).toBe(true);
});

test('when the drawing process dies, the next picture is drawn by a new one', async () => {
  renderer = createChartRenderer();
  await renderer.render(picture);
  const [child] = children();
  const next = renderer.render(picture);
  process.kill(child ?? 0, 'SIGKILL');
  expect((await next).byteLength).toBeGreaterThan(100);
  expect((await renderer.render(picture)).byteLength).toBeGreaterThan(100);
});

test('a picture that cannot be drawn is refused, and the next one is drawn', async () => {
  renderer = createChartRenderer();
  const broken = { ...size, panels: [{ x: 0, y: 0, chart: { kind: 'no such chart' } as never }] };
  await expect(renderer.render(broken)).rejects.toThrow();
  expect((await renderer.render(picture)).byteLength).toBeGreaterThan(100);
});
