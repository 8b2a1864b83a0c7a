import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults } from '../../../support/axe.ts';
import { desktop, openAs, openBrowser, phone } from '../../../support/browser.ts';
import { type Gallery, openGallery } from './gallery/app.ts';

let gallery: Gallery;
let browser: Browser;

beforeAll(async () => {
  [gallery, browser] = await Promise.all([openGallery(), openBrowser()]);
  await gallery.postWall();
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});
afterAll(async () => {
  await browser?.close();
  await gallery?.close();
});

const screens: [string, BrowserContextOptions][] = [
  ['a desktop by day', { ...desktop, colorScheme: 'light' }],
  ['a desktop by night', { ...desktop, colorScheme: 'dark' }],
  ['a phone', { ...phone, colorScheme: 'light' }],
];

test.each(screens)('no screen has a serious fault on %s', async (_, options) => {
  const page = await openAs(browser, gallery.sandbox.url, 'U0BO', { ...options, channel: 'C0TRIAGE' });
  const faults: Record<string, string[]> = {};
  const look = async (screen: string) => {
    faults[screen] = await accessibilityFaults(page);
  };
  const box = page.getByRole('textbox', { name: 'Message #support-triage' });
  await page.getByRole('heading', { name: /T-1042/ }).waitFor();
  await look('conversation');

  await box.fill('/');
  await page.getByRole('option', { name: /echo/ }).waitFor();
  await look('completion');

  await box.fill('/form all');
  await box.press('Enter');
  const form = page.getByRole('dialog', { name: 'Every input' });
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByRole('alert').first().waitFor();
  await form.getByRole('combobox', { name: 'Tags' }).click();
  await page.getByRole('option', { name: 'Cup' }).click();
  await look('form');
  await page.keyboard.press('Escape');
  await form.getByRole('button', { name: 'Close window' }).click();

  await page.getByRole('button', { name: 'Cancel ticket' }).click();
  await page.getByRole('alertdialog').waitFor();
  await look('confirmation');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Open picture: A red square' }).first().click();
  await page.getByRole('button', { name: 'Close picture' }).waitFor();
  await look('picture');
  await page.keyboard.press('Escape');

  await box.fill('/nonsense');
  await box.press('Enter');
  await page.getByRole('alert').getByText('/nonsense').waitFor();
  await look('notice');
  await page.getByRole('button', { name: 'Dismiss' }).click();

  await page.getByRole('button', { name: 'More options' }).click();
  await page.getByRole('menu').waitFor();
  await look('menu');
  await page.keyboard.press('Escape');

  await box.fill('Threads too');
  await box.press('Enter');
  const message = page.getByRole('article').filter({ hasText: 'Threads too' }).last();
  await message.hover();
  await message.focus();
  await message.getByRole('button', { name: 'Add reaction' }).click();
  await page.getByRole('searchbox', { name: 'Search emoji' }).waitFor();
  await look('emoji');
  await page.keyboard.press('Escape');
  await message.getByRole('button', { name: 'Reply in thread' }).click();
  await page.getByRole('complementary', { name: 'Thread' }).waitFor();
  await look('thread');
  await page.getByRole('button', { name: 'Close thread' }).click();

  const back = page.getByRole('button', { name: 'All conversations' });
  if (await back.isVisible()) await back.click();
  await page.getByRole('button', { name: /Desk time/ }).click();
  await page.getByRole('button', { name: 'Inspector' }).click();
  await look('clock and inspector');
  await page.getByRole('button', { name: 'Close inspector' }).click();

  await page.getByRole('button', { name: 'Workflow steps' }).click();
  await page.getByRole('dialog', { name: 'Workflow steps' }).waitFor();
  await look('workflow steps');
  await page.keyboard.press('Escape');

  await page
    .getByRole('button', { name: 'Gallery' })
    .or(page.getByRole('link', { name: 'Gallery' }))
    .click();
  await page.getByRole('tabpanel', { name: 'Home' }).getByRole('heading').waitFor();
  await look('home');
  for (const [screen, found] of Object.entries(faults)) expect(found, screen).toEqual([]);
});

test('F6 goes from part to part of the page', async () => {
  const page = await openAs(browser, gallery.sandbox.url, 'U0BO', { channel: 'C0TRIAGE' });
  await page.getByRole('textbox', { name: 'Message #support-triage' }).focus();
  await page.keyboard.press('F6');
  await page.waitForFunction('document.activeElement?.textContent.includes("support-triage")');
  await page.keyboard.press('F6');
  await page.waitForFunction('document.activeElement?.getAttribute("role") === "log"');
  await page.keyboard.press('Shift+F6');
  await page.waitForFunction('document.activeElement?.tagName === "A"');
});

test('the keyboard alone reaches a message, opens its thread, answers and comes back', async () => {
  const page = await openAs(browser, gallery.sandbox.url, 'U0BO', { channel: 'C0GENERAL' });
  const box = page.getByRole('textbox', { name: 'Message #general' });
  await box.focus();
  await page.keyboard.type('By hand');
  await page.keyboard.press('Enter');
  const message = page.getByRole('main').getByRole('article').filter({ hasText: 'By hand' });
  await message.waitFor();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.waitForFunction('document.activeElement?.ariaLabel === "Reply in thread"');
  await page.keyboard.press('Enter');
  await page.waitForFunction('document.activeElement?.tagName === "TEXTAREA"');
  await page.keyboard.type('An answer');
  await page.keyboard.press('Enter');
  await message.getByRole('button', { name: '1 reply' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('complementary', { name: 'Thread' }).waitFor({ state: 'detached' });
  expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Reply in thread');
});
