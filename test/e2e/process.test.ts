import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer } from '../../src/local/mongo/index.ts';
import { ControlClient } from '../../src/local/slack/control/client.ts';
import { type Sandbox, startSandbox } from '../../src/local/slack/index.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { freePort } from '../support/free-port.ts';
import { startDeskProcess } from '../support/process.ts';
import { until } from '../support/until.ts';

let database: TestDatabase;
let sandbox: Sandbox;
let environment: Record<string, string>;

beforeAll(async () => {
  database = await freshDatabase();
  sandbox = await startSandbox({ manifest: 'manifest.yml' });
  environment = {
    MONGODB_URI: database.uri,
    MONGODB_DATABASE: database.name,
    SLACK_API_URL: sandbox.apiUrl,
    SLACK_BOT_TOKEN: sandbox.botToken,
    SLACK_APP_TOKEN: sandbox.appToken,
    CLOCK_URL: `${sandbox.url}/clock`,
    PORT: '0',
    LOG_LEVEL: 'fatal',
  };
});
afterAll(async () => {
  await sandbox?.close();
  await database?.close();
});

describe('a process of the desk', () => {
  test('a wrong variable stops the start, with its name and the remedy', async () => {
    await expect(startDeskProcess({ ...environment, ROLE: 'boss', PORT: '99999' })).rejects.toThrow(
      /ROLE[\s\S]*PORT|PORT[\s\S]*ROLE/,
    );
  });

  test('a token that Slack refuses stops the start and is named', async () => {
    await expect(startDeskProcess({ ...environment, SLACK_BOT_TOKEN: 'xoxb-wrong' })).rejects.toThrow(
      /SLACK_BOT_TOKEN is refused by Slack/,
    );
  });

  test('it answers health and readiness, and stops gracefully', async () => {
    const desk = await startDeskProcess(environment);
    expect((await fetch(`${desk.url}/healthz`)).status).toBe(200);
    const readiness = await fetch(`${desk.url}/readyz`);
    expect(await readiness.json()).toEqual({ ok: true, database: true, slack: true, jobs: true });
    expect(await desk.stop()).toBe(0);
  });

  test('Slack away: not ready; Slack back: ready again', async () => {
    const desk = await startDeskProcess(environment);
    const control = new ControlClient(sandbox.url);
    await control.fault({ kind: 'outage', seconds: 60 });
    await until('not ready', async () => (await fetch(`${desk.url}/readyz`)).status === 503);
    expect((await fetch(`${desk.url}/healthz`)).status).toBe(200);
    await control.endFaults();
    await until('ready', async () => (await fetch(`${desk.url}/readyz`)).status === 200);
    expect(await desk.stop()).toBe(0);
  });

  test('the database goes away and comes back: the desk says so meanwhile, and goes on', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'away-'));
    const first = await startServer({ data: folder });
    const desk = await startDeskProcess({ ...environment, MONGODB_URI: first.uri });
    const control = new ControlClient(sandbox.url);
    const help = () => control.act('U0ANA', 'command', { channel: 'C0GENERAL', text: '/stats day' });
    expect((await help()).failure).toBeUndefined();
    await first.close();
    await until('not ready', async () => (await fetch(`${desk.url}/readyz`)).status === 503);
    expect((await help()).failure).toBeUndefined();
    await control.message('U0ANA', 'C0GENERAL', ({ text }) => text.includes('Reference'));
    const second = await startServer({ data: folder, port: first.port });
    await until('ready', async () => (await fetch(`${desk.url}/readyz`)).status === 200, 60);
    await until('it answers', async () => {
      await help();
      const last = (await control.messages('U0ANA', 'C0GENERAL')).at(-1)?.text ?? '';
      return !last.includes('Reference');
    });
    expect(await desk.stop()).toBe(0);
    await second.close();
    await rm(folder, { recursive: true });
  });

  test('it works over signed HTTP as it does over Socket Mode', async () => {
    const port = await freePort();
    const http = await startSandbox({
      manifest: 'manifest.yml',
      requestUrl: `http://127.0.0.1:${port}/slack/events`,
    });
    const desk = await startDeskProcess({
      ...environment,
      MONGODB_DATABASE: `${database.name}_http`,
      SLACK_API_URL: http.apiUrl,
      SLACK_APP_TOKEN: '',
      SLACK_SIGNING_SECRET: http.signingSecret,
      SLACK_MODE: 'http',
      CLOCK_URL: `${http.url}/clock`,
      SEED_FILE: 'manifests/sandbox.yml',
      PORT: String(port),
    });
    const control = new ControlClient(http.url);
    await control.act('U0BO', 'command', { channel: 'C0GENERAL', text: '/stats log' });
    expect((await control.view('U0BO', 'stats.log')).callback_id).toBe('stats.log');
    await control.act('U0ANA', 'open-home', {});
    await control.until('a Home', async () => (await control.home('U0ANA'))?.blocks.length);
    expect(await control.failures()).toEqual([]);
    const forged = await fetch(`${desk.url}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-slack-signature': 'v0=00',
        'x-slack-request-timestamp': '1',
      },
      body: '{"type":"event_callback"}',
    });
    expect(forged.status).toBe(401);
    expect(await desk.stop()).toBe(0);
    await http.close();
  });

  test('the desk’s time follows its source within a second', async () => {
    const { followClock } = await import('../../src/platform/clock.ts');
    const clock = await followClock(`${sandbox.url}/clock`, () => {});
    const control = new ControlClient(sandbox.url);
    await control.clock({ skipMinutes: 120 });
    await until('two hours have gone', () => clock.now().getTime() - Date.now() > 119 * 60_000, 5);
    await control.clock({ offsetMinutes: 0 });
    clock.stop();
  });
});
