import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ControlClient } from '../../src/local/slack/control/client.ts';
import { type Sandbox, startSandbox } from '../../src/local/slack/index.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
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
