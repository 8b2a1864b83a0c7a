import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pictureProblem } from '../../../src/features/journeys/service/pictures.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { answer, PNG } from '../tickets/talk.ts';

const png = Buffer.from(PNG, 'base64');

/** The same picture with another size in its header. */
function sized(width: number, height: number): Buffer {
  const bytes = Buffer.from(png);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

describe('a picture', () => {
  test.each<[string, Buffer, RegExp | null]>([
    ['a PNG', png, null],
    ['a zip called .png', Buffer.from('PK\u0003\u0004'.padEnd(200, '0')), /ZIP/],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), /no JPEG or PNG/],
    ['a GIF', Buffer.from('GIF89a'.padEnd(40, '\u0001')), /GIF/],
    ['text', Buffer.from('hello'), /no JPEG or PNG/],
    ['nothing', Buffer.alloc(0), /no JPEG or PNG/],
    ['5 MB + 1 byte', Buffer.concat([png, Buffer.alloc(5 * 1_048_576 + 1 - png.length)]), /larger than 5 MB/],
    ['5 MB', Buffer.concat([png, Buffer.alloc(5 * 1_048_576 - png.length)]), null],
    ['12,000 × 12,000 pixels', sized(12_000, 12_000), /12000 × 12000/],
    ['a broken header', png.subarray(0, 12), /./],
  ])('%s', async (_, bytes, problem) => {
    const said = await pictureProblem('picture.png', bytes);
    if (problem) expect(said).toMatch(problem);
    else expect(said).toBeNull();
  });
});

describe('the image step', () => {
  let t: TestDesk;
  beforeAll(async () => {
    t = await startTestDesk();
  });
  afterAll(() => t.stop());

  test('says what is wrong above the field, keeps the good ones, and goes on when all are good', async () => {
    const { slack } = t;
    const { ana } = people;
    const shows = (words: string) =>
      slack.until(words, async () => JSON.stringify((await slack.views(ana)).at(-1)).includes(words));
    await slack.act(ana, 'command', { channel: channels.general, text: '/ticket new' });
    await answer(slack, ana, 'Order Issue');
    await answer(slack, ana, '10422');
    await answer(slack, ana, 'damaged');
    const none = await answer(slack, ana, null);
    expect(Object.values(none.errors ?? {}).join()).toContain('required');
    const { files = [] } = await slack.act(ana, 'upload', {
      files: [
        { name: 'box.png', data: PNG },
        { name: 'cup.png', data: sized(12_000, 12_000).toString('base64') },
      ],
    });
    const checking = await answer(
      slack,
      ana,
      files.map(({ id }) => id),
    );
    expect(JSON.stringify(checking.view)).toContain('Checking pictures');
    await shows('cup.png has 12000 × 12000 pixels');
    await shows('Received: box.png');
    await answer(slack, ana, null);
    await shows('Tell us what happened');
    expect(await slack.failures()).toEqual([]);
  });
});
