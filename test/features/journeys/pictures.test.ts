import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { intakeModel } from '../../../src/features/journeys/model.ts';
import { loadStep } from '../../../src/features/journeys/service/intake.ts';
import { pictureProblem } from '../../../src/features/journeys/service/picture-problem.ts';
import { beginCheck, checkPictures } from '../../../src/features/journeys/service/pictures.ts';
import { trusted } from '../../../src/platform/database/index.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { answer, dmOf, PNG } from '../tickets/talk.ts';

const png = Buffer.from(PNG, 'base64');

/** The same picture with another size in its header. */
function sized(width: number, height: number): Buffer {
  const bytes = Buffer.from(png);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

/** A JPEG as far as its headers tell: a small picture of its own inside, then 4 × 4 pixels and the data. */
function jpeg(end: number[]): Buffer {
  const segment = (marker: number, data: number[]) => [0xff, marker, 0, data.length + 2, ...data];
  const inside = [0xff, 0xda, 1, 2, 0xff, 0xd9];
  return Buffer.from([
    0xff,
    0xd8,
    ...segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...segment(0xec, inside),
    ...segment(0xc0, [8, 0, 4, 0, 4, 1, 1, 0x11, 0]),
    ...segment(0xda, [1, 1, 0, 0, 63, 0]),
    ...Array.from({ length: 40 }, () => 7),
    ...end,
  ]);
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
    ['a PNG whose end is missing', png.subarray(0, 60), /cut off/],
    ['a JPEG', jpeg([0xff, 0xd9]), null],
    ['a JPEG whose end is missing, with a whole one inside', jpeg([]), /cut off/],
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

  test('goes on after a kill between taking the answer and showing what comes next', async () => {
    const { slack, desk, workspace } = t;
    const { ben } = people;
    await slack.act(ben, 'command', { channel: channels.general, text: '/ticket new' });
    for (const given of ['Order Issue', '10423', 'damaged']) await answer(slack, ben, given);
    const dm = await dmOf(t, ben);
    await slack.act(ben, 'message', { channel: dm, text: '', files: [{ name: 'box.png', data: PNG }] });
    const { files = [] } = await slack.message(ben, dm, (one) => one.files?.[0]?.name === 'box.png');
    const { id: viewId, private_metadata } = await slack.view(ben, 'journeys.step');
    const { intakeId } = JSON.parse(String(private_metadata)) as { intakeId: string };
    const step = await loadStep(desk, { workspace, intakeId, userId: ben });
    const named = files.map(({ id, name }) => ({ id, name: String(name) }));
    const intake = await beginCheck(desk, step, { question: 'damage_pictures', files: named, viewId });
    await checkPictures(desk, { ...step, intake });

    const Intakes = intakeModel(desk.database);
    const before = new Date(Date.now() - 60_000);
    await Intakes.updateOne(
      { workspace, _id: intakeId, checking: trusted({ $ne: null }) },
      {
        $set: { 'checking.since': before },
      },
    );
    await desk.jobs.runNow('journeys.pictures', workspace);
    await slack.until('the next question', async () =>
      JSON.stringify((await slack.views(ben)).at(-1)).includes('Tell us what happened'),
    );
    const after = await slack.until('the end of the check', async () => {
      const found = await Intakes.findOne({ workspace, _id: intakeId }).lean();
      return found?.checking === null ? found : undefined;
    });
    expect(after.answers.damage_pictures).toHaveLength(1);
  });
});
