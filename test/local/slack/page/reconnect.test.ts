import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ControlClient } from '../../../../src/local/slack/control/client.ts';
import { type Sandbox, startSandbox } from '../../../../src/local/slack/index.ts';
import { openAs, openBrowser } from '../../../support/browser.ts';
import { manifest } from './gallery/manifest.ts';

let browser: Browser;
let data: string;
let sandbox: Sandbox;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'sandbox-page-'));
  [browser, sandbox] = await Promise.all([openBrowser(), startSandbox({ manifest, data })]);
});
afterAll(async () => {
  await browser?.close();
  await sandbox?.close();
  await rm(data, { recursive: true, force: true });
});

test('when the sandbox restarts, the page says so, comes back by itself and has missed nothing', async () => {
  const page = await openAs(browser, sandbox.url, 'U0BO', { channel: 'C0GENERAL' });
  const box = page.getByRole('textbox', { name: 'Message #general' });
  await box.fill('Before');
  await box.press('Enter');
  await page.getByRole('article').filter({ hasText: 'Before' }).waitFor();
  await sandbox.close();
  await page.getByRole('alert').getByText('Connection lost').waitFor();
  sandbox = await startSandbox({ manifest, data, port: Number(new URL(sandbox.url).port) });
  await new ControlClient(sandbox.url).act('U0ANA', 'message', { channel: 'C0GENERAL', text: 'Meanwhile' });
  await page.getByRole('article').filter({ hasText: 'Meanwhile' }).waitFor();
  expect(await page.getByRole('article').filter({ hasText: 'Before' }).count()).toBe(1);
  await page.getByText('Connection lost').waitFor({ state: 'detached' });
});
