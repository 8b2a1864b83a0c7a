import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/local/slack/index.ts';
import { connect, type FakeApp } from './fake-app.ts';
import { type Bench, benchOf } from './rules/call-rule.ts';
import {
  complete,
  fileInputForm,
  fileRules,
  png,
  promise,
  show,
  transferRules,
  upload,
} from './rules/file-rules.ts';
import { openSandbox } from './support.ts';

let sandbox: Sandbox;
let app: FakeApp;
let bench: Bench;

beforeEach(async () => {
  const start = Date.now();
  let skew = 0;
  sandbox = await openSandbox({ tuning: { protocolNow: () => start + skew, fileReadyMs: 500 } });
  app = await connect(sandbox);
  bench = benchOf(sandbox, app, (ms) => {
    skew += ms;
  });
});
afterEach(async () => {
  await app.close();
  await sandbox.close();
});

const data = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

describe('refusals', () => {
  test.each([...fileRules, ...transferRules])('$rule: $refusal', async ({ attempt, refusal }) => {
    expect(await attempt(bench)).toMatchObject({ ok: false, error: refusal });
  });
});

test('an upload as multipart is the same as raw', async () => {
  const { url, id } = await promise(bench);
  const body = new FormData();
  body.set('body', new Blob([new Uint8Array(png)]), 'cup.png');
  expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
  await complete(bench, id, { channel_id: 'C0TRIAGE', initial_comment: 'Look' });
  const message = await sandbox.control.message('U0BO', 'C0TRIAGE', (each) => each.text === 'Look');
  expect(Buffer.from(await sandbox.control.file('U0BO', message.files?.[0]?.id ?? ''))).toEqual(png);
});

test('files.info tells when a picture has been processed, and then it can be shown', async () => {
  const id = await upload(bench);
  expect(await bench.call('files.info', { file: id })).toMatchObject({ file: { mimetype: '' } });
  bench.skip(1000);
  expect(await bench.call('files.info', { file: id })).toMatchObject({
    file: { mimetype: 'image/png', original_w: 1 },
  });
  expect(await show(bench, id)).toMatchObject({ ok: true });
});

test('a picture may be named by its address too, and who reads the message can open it', async () => {
  const id = await upload(bench);
  bench.skip(1000);
  const { file } = await bench.call('files.info', { file: id });
  const slack_file = { url: (file as { url_private: string }).url_private };
  const blocks = [{ type: 'image', alt_text: 'A cup', slack_file }];
  expect(await bench.call('chat.postMessage', { channel: 'C0TRIAGE', text: 'x', blocks })).toMatchObject({
    ok: true,
  });
  expect(Buffer.from(await sandbox.control.file('U0BO', id))).toEqual(png);
});

test('a file that was not shared is for the app alone', async () => {
  const id = await upload(bench);
  await expect(sandbox.control.file('U0BO', id)).rejects.toThrow('no such file');
});

describe('a file input', () => {
  const submit = async (files: { name: string; bytes: Uint8Array }[]) => {
    const { view } = await bench.call('views.open', {
      trigger_id: await bench.trigger(),
      view: fileInputForm,
    });
    const uploads = files.map(({ name, bytes }) => ({ name, data: data(bytes) }));
    const { files: uploaded = [] } = await sandbox.control.act('U0BO', 'upload', { files: uploads });
    const entries = { field: { value: uploaded.map((file) => file.id) } };
    return sandbox.control.act('U0BO', 'submit', { view_id: (view as { id: string }).id, entries });
  };

  test.each([
    [
      'more than 10 MB',
      [{ name: 'big.png', bytes: new Uint8Array(10 * 1024 * 1024 + 1) }],
      'Files must be at most 10 MB',
    ],
    [
      'too many files',
      Array.from({ length: 3 }, () => ({ name: 'cup.png', bytes: png })),
      'You can add at most 2 files',
    ],
    ['another type', [{ name: 'notes.txt', bytes: Buffer.from('hi') }], 'Files must be of type png'],
    ['nothing', [], 'Please complete this required field.'],
  ])('does not take %s', async (_, files, error) => {
    expect(await submit(files)).toMatchObject({ ok: false, errors: { field: error } });
    expect(app.received.some((each) => each.payload.type === 'view_submission')).toBe(false);
  });

  test('hands its files to the app, which may read them', async () => {
    expect(await submit([{ name: 'cup.png', bytes: png }])).toMatchObject({ ok: true });
    const view = app.received.at(-1)?.payload.view as {
      state: { values: { field: { value: { files: { id: string; url_private: string }[] } } } };
    };
    const file = view.state.values.field.value.files[0];
    const headers = { authorization: `Bearer ${sandbox.botToken}` };
    const response = await fetch(file?.url_private ?? '', { headers });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(png);
  });
});

test('a file of a conversation without the bot stays closed to it', async () => {
  const { files } = await sandbox.control.act('U0BO', 'upload', {
    files: [{ name: 'cup.png', data: data(png) }],
  });
  const headers = { authorization: `Bearer ${sandbox.botToken}` };
  expect((await fetch(files?.[0]?.url_private ?? '', { headers })).status).toBe(404);
});
