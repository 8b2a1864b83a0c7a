import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/axe.ts';
import { openAs, openBrowser } from '../support/browser.ts';
import { channels, people } from '../support/desk.ts';
import { morning } from './day.ts';
import { World } from './world.ts';

const slow = { timeout: 60_000 };
let world: World;
let browser: Browser;

beforeAll(async () => {
  [world, browser] = await Promise.all([World.open(morning), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

/** Opens the app's Home as someone. */
async function home(user: string): Promise<{ page: Page; tab: Locator }> {
  const page = await openAs(browser, world.sandbox.url, user, { channel: channels.general });
  await page
    .getByRole('link', { name: /^Shiftdesk/ })
    .or(page.getByRole('button', { name: 'Shiftdesk' }))
    .first()
    .click();
  await page.getByRole('tab', { name: 'Home' }).click();
  const tab = page.getByRole('tabpanel', { name: 'Home' });
  await tab.getByText('As of').waitFor(slow);
  return { page, tab };
}

describe('Home in the browser', { timeout: 200_000 }, () => {
  test('an agent finds the day, the queue and every list behind a button', async () => {
    const { page, tab } = await home(people.bo);
    for (const words of ['My tickets', 'Today so far', 'You have no open ticket'])
      await tab.getByText(words).first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await tab.getByRole('button', { name: 'Queue' }).click();
    const list = page.getByRole('dialog');
    await list.waitFor(slow);
    await list.getByRole('button', { name: 'Close', exact: true }).first().click();
    await tab.getByRole('button', { name: 'My week' }).click();
    await page
      .getByRole('dialog')
      .getByText(/verage/)
      .first()
      .waitFor(slow);
    await page.context().close();
  });

  test('a lead narrows the figures to one agent, who is still chosen after a while, and clears', async () => {
    const { page, tab } = await home(people.lead);
    const agents = async (count: number) =>
      tab
        .getByText(new RegExp(`Active Agents\\s*${count}\\b`))
        .first()
        .waitFor(slow);
    await agents(4);
    await tab.getByRole('combobox', { name: 'Agent' }).click();
    await tab.getByRole('combobox', { name: 'Agent' }).fill('Bo');
    await page.getByRole('option').first().click();
    await agents(1);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('tab', { name: 'Messages' }).click();
    await page.getByRole('tab', { name: 'Home' }).click();
    await agents(1);
    await tab.getByRole('button', { name: 'Clear' }).click();
    await agents(4);
    await tab.getByRole('button', { name: 'Where do these come from?' }).click();
    await page
      .getByRole('dialog')
      .getByText(/Imported/)
      .first()
      .waitFor(slow);
    await page.context().close();
  });

  test('a manager test-sends a digest from Home and reads it in the messages', async () => {
    const { page, tab } = await home(people.manager);
    await tab.getByText('Late or soon').waitFor();
    await tab.getByRole('button', { name: 'Digests' }).click();
    const list = page.getByRole('dialog');
    await list.getByRole('button', { name: 'Test send to me' }).first().click();
    await list.getByRole('button', { name: 'Close', exact: true }).first().click();
    await page.getByRole('tab', { name: 'Messages' }).click();
    const digest = page.getByRole('article').filter({ hasText: 'Support' }).getByRole('img').first();
    await digest.waitFor(slow);
    expect(await digest.getAttribute('alt')).toMatch(/^Support, Wednesday 18 November 2026\. Total Chats \d/);
    await page.waitForFunction('[...document.images].some((one) => one.naturalWidth === 1600)');
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('the app did nothing that Slack would have refused', async () => {
    expect(await world.slack.failures()).toEqual([]);
  });
});
