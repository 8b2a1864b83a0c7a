import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/platform/config.ts';
import type { Desk } from '../../src/platform/desk.ts';
import { downloadFromSlack, FileElsewhere, FileGone, FileTooLarge } from '../../src/platform/files/index.ts';

let server: Server;
const heard: (string | undefined)[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    heard.push(request.headers.authorization);
    if (request.url === '/gone') response.statusCode = 404;
    response.end('hello');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());

const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const deskOf = (api?: string) =>
  ({
    config: loadConfig({
      ...(api ? { SLACK_API_URL: api, SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' } : {}),
    }),
    slack: { botToken: async () => 'xoxb-secret' },
  }) as unknown as Desk;
const download = (url: string, api: string | undefined = `${origin()}/api/`, most = 5) =>
  downloadFromSlack(deskOf(api), 'T1', url, most);

describe('a file from Slack', () => {
  test('comes with the app’s token, up to a size', async () => {
    expect(String(await download(`${origin()}/file`))).toBe('hello');
    expect(heard.at(-1)).toBe('Bearer xoxb-secret');
    await expect(download(`${origin()}/file`, undefined, 4)).rejects.toThrow(FileTooLarge);
    await expect(download(`${origin()}/gone`)).rejects.toThrow(FileGone);
  });

  test.each([
    'https://files.slack.com.attacker.example/file',
    'https://notslack.com/file',
    'http://files.slack.com/file',
    'file:///etc/passwd',
    'nonsense',
    '',
  ])('kept at %s is not asked for, and gets no token', async (url) => {
    await expect(download(url)).rejects.toThrow(FileElsewhere);
  });

  test('kept on another port of the machine that answers for Slack gets no token either', async () => {
    const before = heard.length;
    await expect(download(`${origin()}/file`, 'http://127.0.0.1:1/api/')).rejects.toThrow(FileElsewhere);
    expect(heard.length).toBe(before);
  });
});
