import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openAs, openBrowser } from '../../../support/browser.ts';
import { type Gallery, openGallery } from './gallery/app.ts';
import { redPixel } from './gallery/picture.ts';

let gallery: Gallery;
let browser: Browser;
const as = (user: string, channel = 'C0TRIAGE') => openAs(browser, gallery.sandbox.url, user, { channel });
const say = async (page: Page, text: string, box = 'Message #support-triage') => {
  await page.getByRole('textbox', { name: box }).fill(text);
  await page.keyboard.press('Enter');
};
const messageWith = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text });

beforeAll(async () => {
  [gallery, browser] = await Promise.all([openGallery(), openBrowser()]);
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});
afterAll(async () => {
  await browser?.close();
  await gallery?.close();
});

test('two tabs are two people, and each sees at once what the other says', async () => {
  const [bo, mia] = await Promise.all([as('U0BO'), as('U0MANAGER')]);
  await say(bo, 'Hello *Mia* <3 @Mia Manager :wave: https://example.com/a?b=1&c=2');
  const seen = messageWith(mia, 'Hello Mia');
  await seen.getByRole('link', { name: 'https://example.com/a?b=1&c=2' }).waitFor();
  expect(await seen.locator('strong', { hasText: 'Mia' }).count()).toBeGreaterThan(0);
  expect(await seen.textContent()).toContain('Hello Mia <3 @Mia Manager 👋');
});

test('unread conversations are marked until they are read', async () => {
  const [bo, lee] = await Promise.all([as('U0BO'), as('U0LEAD', 'C0GENERAL')]);
  await say(bo, 'Something new, @Lee Lead');
  const link = lee.getByRole('link', { name: /support-triage.*unread/ });
  await link.click();
  await messageWith(lee, 'Something new').waitFor();
  await lee.getByRole('link', { name: 'support-triage', exact: true }).waitFor();
});

test('one’s own messages can be changed and deleted, others’ cannot', async () => {
  const [bo, mia] = await Promise.all([as('U0BO'), as('U0MANAGER')]);
  await say(bo, 'Frist words');
  const own = messageWith(bo, 'Frist words');
  await own.hover();
  await own.getByRole('button', { name: 'More actions' }).click();
  await bo.getByRole('menuitem', { name: 'Edit message' }).click();
  await bo.getByRole('textbox', { name: 'Edit message' }).fill('First words');
  await bo.keyboard.press('Enter');
  await messageWith(mia, 'First words (edited)').waitFor();
  const theirs = messageWith(mia, 'First words');
  await theirs.hover();
  await theirs.getByRole('button', { name: 'More actions' }).click();
  expect(await mia.getByRole('menuitem', { name: 'Delete message' }).count()).toBe(0);
  const mine = messageWith(bo, 'First words');
  await mine.hover();
  await mine.getByRole('button', { name: 'More actions' }).click();
  await bo.getByRole('menuitem', { name: 'Delete message' }).click();
  await theirs.waitFor({ state: 'detached' });
});

test('reactions are added by search and joined by a click', async () => {
  const [bo, mia] = await Promise.all([as('U0BO'), as('U0MANAGER')]);
  await say(bo, 'React to this');
  const message = messageWith(mia, 'React to this');
  await message.hover();
  await message.getByRole('button', { name: 'Add reaction' }).click();
  await mia.getByRole('searchbox', { name: 'Search emoji' }).fill('tada');
  await mia.keyboard.press('Enter');
  const chip = messageWith(bo, 'React to this').getByRole('button', { name: /^tada, 1: Mia Manager/ });
  await chip.click();
  await message.getByRole('button', { name: /^tada, 2: Mia Manager, Bo Agent/, pressed: true }).waitFor();
});

test('a thread opens beside its conversation, counts its replies and closes by Escape', async () => {
  const [bo, mia] = await Promise.all([as('U0BO'), as('U0MANAGER')]);
  await say(bo, 'Start of a thread');
  const start = messageWith(bo, 'Start of a thread').first();
  await start.hover();
  await start.getByRole('button', { name: 'Reply in thread' }).click();
  await say(bo, 'A reply', 'Reply in thread');
  await messageWith(mia, 'Start of a thread').getByRole('button', { name: '1 reply' }).click();
  const thread = mia.getByRole('complementary', { name: 'Thread' });
  await thread.getByRole('article').filter({ hasText: 'A reply' }).waitFor();
  expect(await mia.getByRole('main').getByRole('article').filter({ hasText: 'A reply' }).count()).toBe(0);
  await thread.getByRole('textbox', { name: 'Reply in thread' }).press('Escape');
  await thread.waitFor({ state: 'detached' });
});

test('files travel, and a picture opens in full size', async () => {
  const bo = await as('U0BO');
  await bo.getByLabel('Files to attach').setInputFiles([
    { name: 'red.png', mimeType: 'image/png', buffer: redPixel },
    { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Notes') },
  ]);
  await say(bo, 'Two files');
  const message = messageWith(bo, 'Two files');
  await message.getByRole('link', { name: 'notes.txt', exact: true }).waitFor();
  await message.getByRole('button', { name: 'Open picture: red.png' }).click();
  const dialog = bo.getByRole('dialog', { name: 'red.png' });
  await dialog.getByRole('img', { name: 'red.png' }).waitFor();
  await bo.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

test('a message shortcut reaches the app', async () => {
  const bo = await as('U0BO');
  await say(bo, 'Please help');
  const message = messageWith(bo, 'Please help').first();
  await message.hover();
  await message.getByRole('button', { name: 'More actions' }).click();
  await bo.getByRole('menuitem', { name: /Create ticket/ }).click();
  await message.getByRole('button', { name: '1 reply' }).click();
  await messageWith(bo, 'Ticket from “Please help”').waitFor();
});

test('a direct message is started from the side bar, and a channel is joined', async () => {
  const bo = await as('U0BO');
  await bo.getByRole('button', { name: 'New direct message' }).click();
  await bo.getByRole('menuitem', { name: /Cy Agent/ }).click();
  await say(bo, 'Just us', 'Message Cy Agent');
  await messageWith(bo, 'Just us').waitFor();
  await bo.getByRole('link', { name: 'support-digest' }).click();
  await bo.getByRole('button', { name: 'Join #support-digest' }).click();
  await bo.getByRole('textbox', { name: 'Message #support-digest' }).waitFor();
});

test('what was begun in one conversation waits there', async () => {
  const bo = await as('U0BO');
  await bo.getByRole('textbox', { name: 'Message #support-triage' }).fill('Half a thou');
  await bo.getByRole('link', { name: 'general' }).click();
  expect(await bo.getByRole('textbox', { name: 'Message #general' }).inputValue()).toBe('');
  await bo.goBack();
  expect(await bo.getByRole('textbox', { name: 'Message #support-triage' }).inputValue()).toBe('Half a thou');
});

test('one click makes the tab another person', async () => {
  const bo = await as('U0BO');
  await bo.getByRole('link', { name: 'Switch to Ana Customer' }).click();
  await bo.getByRole('link', { name: 'You are Ana Customer' }).waitFor();
});
