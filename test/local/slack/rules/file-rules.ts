import type { Bench, CallRule } from './call-rule.ts';
import { form, input, picture } from './parts.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const promise = async (bench: Bench, length = png.length, filename = 'cup.png') => {
  const { upload_url, file_id } = await bench.call('files.getUploadURLExternal', { filename, length });
  return { url: String(upload_url), id: String(file_id) };
};

const put = async (url: string, body: Uint8Array<ArrayBuffer>) => {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/octet-stream' },
  });
  return { ok: response.ok, error: `${response.status}` };
};

const complete = (bench: Bench, id: string, more: Record<string, unknown> = {}) =>
  bench.call('files.completeUploadExternal', { files: [{ id }], ...more });

async function upload(bench: Bench, more: Record<string, unknown> = {}): Promise<string> {
  const { url, id } = await promise(bench);
  await put(url, new Uint8Array(png));
  await complete(bench, id, more);
  return id;
}

const show = (bench: Bench, id: string) =>
  bench.call('chat.postMessage', {
    channel: 'C0TRIAGE',
    text: 'x',
    blocks: [picture({ image_url: undefined, slack_file: { id } })],
  });

const pngUpload = { name: 'cup.png', data: png.toString('base64') };

/** Uploads, and who may use them. */
export const fileRules: CallRule[] = [
  {
    rule: 'An upload is completed after its bytes have come',
    refusal: 'file_not_found',
    source: 'wording assumed',
    async attempt(bench) {
      const { id } = await promise(bench);
      return complete(bench, id);
    },
  },
  {
    rule: 'An upload is completed once',
    refusal: 'file_not_found',
    source: 'wording assumed',
    async attempt(bench) {
      return complete(bench, await upload(bench));
    },
  },
  { rule: 'An upload was begun', refusal: 'file_not_found', attempt: (bench) => complete(bench, 'F0NONE') },
  {
    rule: 'An upload is not shared where the bot is not',
    refusal: 'not_in_channel',
    async attempt(bench) {
      const { url, id } = await promise(bench);
      await put(url, new Uint8Array(png));
      return complete(bench, id, { channel_id: 'C0GENERAL' });
    },
  },
  {
    rule: 'A file has a length',
    refusal: 'invalid_arguments',
    source: 'wording assumed',
    attempt: ({ call }) => call('files.getUploadURLExternal', { filename: 'a.txt', length: 0 }),
  },
  {
    rule: 'A file that was not completed cannot be looked up',
    refusal: 'file_not_found',
    async attempt(bench) {
      const { id } = await promise(bench);
      return bench.call('files.info', { file: id });
    },
  },
  {
    rule: 'A slack_file that is not yet processed is refused',
    refusal: 'invalid_blocks',
    attempt: async (bench) => show(bench, await upload(bench)),
  },
  {
    rule: 'A slack_file that the app has no access to is refused',
    refusal: 'invalid_blocks',
    async attempt(bench) {
      const { files } = await bench.sandbox.control.act('U0BO', 'upload', { files: [pngUpload] });
      bench.skip(1000);
      return show(bench, files?.[0]?.id ?? '');
    },
  },
  {
    rule: 'A slack_file that is no picture is refused',
    refusal: 'invalid_blocks',
    async attempt(bench) {
      const { url, id } = await promise(bench, 5, 'fake.png');
      await put(url, new TextEncoder().encode('hello'));
      await complete(bench, id);
      bench.skip(1000);
      return show(bench, id);
    },
  },
  {
    rule: 'A file that the app has no access to does not exist for it',
    refusal: 'file_not_found',
    async attempt({ call, sandbox }) {
      const { files } = await sandbox.control.act('U0BO', 'upload', { files: [pngUpload] });
      return call('files.info', { file: files?.[0]?.id });
    },
  },
  {
    rule: 'The app deletes its own files only',
    refusal: 'cant_delete_file',
    async attempt({ call, sandbox }) {
      const { message } = await sandbox.control.act('U0BO', 'message', {
        channel: 'C0TRIAGE',
        files: [pngUpload],
      });
      return call('files.delete', { file: message?.files?.[0]?.id });
    },
  },
];

/** Rules of uploads whose refusal is an HTTP status. */
export const transferRules: CallRule[] = [
  {
    rule: 'An upload URL takes one upload',
    refusal: '404',
    source: 'not known',
    async attempt(bench) {
      const { url } = await promise(bench);
      await put(url, new Uint8Array(png));
      return put(url, new Uint8Array(png));
    },
  },
  {
    rule: 'An upload has the promised length',
    refusal: '400',
    source: 'not known',
    async attempt(bench) {
      const { url } = await promise(bench, 4);
      return put(url, new Uint8Array(png));
    },
  },
  {
    rule: 'url_private needs the token: without it a page to sign in is answered',
    refusal: '302',
    async attempt(bench) {
      const { file } = await bench.call('files.info', { file: await upload(bench) });
      const response = await fetch((file as { url_private: string }).url_private, { redirect: 'manual' });
      return { ok: response.ok, error: `${response.status}` };
    },
  },
];

/** What a person cannot put into a file input. */
export const fileInputForm = form(input({ type: 'file_input', max_files: 2, filetypes: ['png'] }));
export { complete, png, promise, show, upload };
