import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ControlClient } from '../../../../src/local/slack/control/client.ts';
import { type Sandbox, startSandbox } from '../../../../src/local/slack/index.ts';
import { roomLimit } from '../../../../src/local/slack/page/store/room.ts';
import { openAs, openBrowser } from '../../../support/browser.ts';
import { manifest } from './gallery/manifest.ts';

const count = 1000;
let sandbox: Sandbox;
let browser: Browser;

beforeAll(async () => {
  [sandbox, browser] = await Promise.all([startSandbox({ manifest }), openBrowser()]);
  const control = new ControlClient(sandbox.url);
  for (let number = 1; number <= count; number += 1) {
    await control.act('U0ANA', 'message', { channel: 'C0GENERAL', text: `Message number ${number}.` });
  }
});
afterAll(async () => {
  await browser?.close();
  await sandbox?.close();
});

test('a channel of 1,000 messages can be read to its beginning and keeps the page small', async () => {
  const page = await openAs(browser, sandbox.url, 'U0BO', { channel: 'C0GENERAL' });
  const shown = page.getByRole('article');
  await page.getByText(`Message number ${count}.`).waitFor();
  const log = page.getByRole('log');
  const beginning = page.getByText('This is where the conversation begins.');
  let most = 0;
  while (!(await beginning.isVisible())) {
    const first = await shown.first().getAttribute('data-ts');
    await log.hover();
    await page.mouse.wheel(0, -4000);
    await page
      .locator(`article:first-of-type:not([data-ts="${first}"])`)
      .or(beginning)
      .first()
      .waitFor({ state: 'attached' });
    most = Math.max(most, await shown.count());
  }
  await page.getByText('Message number 1.', { exact: true }).waitFor();
  expect(most).toBeLessThanOrEqual(roomLimit);
  await page.getByRole('button', { name: 'Latest messages' }).click();
  await page.getByText(`Message number ${count}.`).waitFor();
});
