import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openAs, openBrowser } from '../../../support/browser.ts';
import { type Gallery, openGallery } from './gallery/app.ts';

let gallery: Gallery;
let browser: Browser;
let page: Page;
const said = (text: string) => page.getByRole('article').filter({ hasText: text });
const command = async (text: string) => {
  await page.getByRole('textbox', { name: 'Message #support-triage' }).fill(text);
  await page.keyboard.press('Enter');
};

beforeAll(async () => {
  [gallery, browser] = await Promise.all([openGallery(), openBrowser()]);
  await gallery.postWall();
  page = await openAs(browser, gallery.sandbox.url, 'U0BO', { channel: 'C0TRIAGE' });
});
afterEach(async () => {
  await page.keyboard.press('Escape');
});
afterAll(async () => {
  await browser?.close();
  await gallery?.close();
});

test('blocks are shown as what they are', async () => {
  await page.getByRole('heading', { name: '🎫 T-1042 Parcel arrived broken' }).waitFor();
  await page.getByRole('img', { name: 'A red square' }).first().waitFor();
  const table = page.getByRole('table').first();
  expect(await table.getByRole('columnheader').allTextContents()).toEqual(['Agent', 'Solved']);
  expect(await table.getByRole('row', { name: 'Bo 12' }).count()).toBe(1);
  expect(await page.getByRole('link', { name: 'a link' }).getAttribute('href')).toBe('https://example.com');
  expect(await page.locator('.broken').allTextContents()).toEqual([]);
});

test('what Slack added lately is shown too', async () => {
  await page.getByRole('note').getByText('Careful now').waitFor();
  await page.getByRole('button', { name: 'Order it' }).waitFor();
  await page.getByText('What is inside').waitFor();
  await page.getByText('A box to fold').click();
  await page.getByText('What is inside').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Bad answer' }).waitFor();
  await page.getByRole('button', { name: 'Remove answer' }).waitFor();
  const rows = page.getByRole('figure', { name: 'Many rows' });
  await rows.getByRole('button', { name: 'Next' }).click();
  await rows.getByRole('cell', { name: 'Third' }).waitFor();
  await page.getByText('✅ Print the label').waitFor();
  await page.getByRole('link', { name: 'A film' }).waitFor();
  await page.getByLabel('From').waitFor();
  await page.getByRole('checkbox', { name: 'Open only' }).waitFor();
  await page.getByRole('combobox', { name: 'Who' }).waitFor();
  expect(await page.locator('.broken').allTextContents()).toEqual([]);
});

test('a button tells the app, whose ephemeral answer only this person sees', async () => {
  await page.getByRole('button', { name: 'Reply', exact: true }).click();
  await said('Clicked card.reply').getByText('Only visible to you').waitFor();
  const mia = await openAs(browser, gallery.sandbox.url, 'U0MANAGER', { channel: 'C0TRIAGE' });
  await mia.getByRole('heading', { name: /T-1042/ }).waitFor();
  expect(await mia.getByText('Clicked card.reply').count()).toBe(0);
  await mia.context().close();
});

test('a button that asks first does nothing until it is confirmed', async () => {
  const cancel = page.getByRole('button', { name: 'Cancel ticket' });
  await cancel.click();
  const dialog = page.getByRole('alertdialog', { name: 'Cancel T-1042?' });
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await said('Clicked card.cancel').count()).toBe(0);
  await cancel.click();
  await dialog.getByRole('button', { name: 'Cancel ticket' }).click();
  await said('Clicked card.cancel').waitFor();
});

test('overflow and select menus work by keyboard alone', async () => {
  await page.getByRole('button', { name: 'More options' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Assign' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await said('Chose card.more: priority').waitFor();
  await page.getByRole('combobox', { name: 'Pick a colour' }).focus();
  await page.keyboard.type('bl');
  await page.getByRole('option', { name: 'Blue' }).waitFor();
  await page.keyboard.press('Enter');
  await said('Picked blue').waitFor();
});

test('commands are offered with usage, answered privately, and refused when nobody knows them', async () => {
  const box = page.getByRole('textbox', { name: 'Message #support-triage' });
  await box.fill('/ec');
  await page.getByRole('option', { name: /\/echo \[words\]/ }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.type('hello @Ana Customer');
  await page.getByText('/echo [words] — Say it again').waitFor();
  await page.keyboard.press('Enter');
  await said('You said: hello @Ana Customer').waitFor();
  await command('/nonsense');
  await page.getByRole('alert').getByText('/nonsense is not a valid command').waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).click();
});

test('an app that does not answer is said to have failed', async () => {
  await command('/silent');
  const notice = page.getByRole('alert').filter({ hasText: /did not respond|timeout/i });
  await notice.waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).click();
});

test('the Home tab is published when it is opened and follows its buttons', async () => {
  await page.getByRole('button', { name: 'Gallery' }).click();
  const home = page.getByRole('tabpanel', { name: 'Home' });
  await home.getByText('Clicked 0 times').waitFor();
  await home.getByRole('button', { name: 'Count' }).click();
  await home.getByText('Clicked 1 times').waitFor();
  await page.getByRole('tab', { name: 'Messages' }).click();
  await page.getByRole('textbox', { name: 'Message Gallery' }).waitFor();
  await page.getByRole('link', { name: /support-triage/ }).click();
});

test('the desk clock is skipped for everyone, and set back', async () => {
  const mia = await openAs(browser, gallery.sandbox.url, 'U0MANAGER');
  await page.getByRole('button', { name: /Desk time/ }).click();
  await page.getByRole('button', { name: 'Skip 2 hours' }).click();
  await mia.getByRole('button', { name: /Desk time: .*\+2 h/ }).waitFor();
  await page.getByRole('button', { name: 'Reset to real time' }).click();
  await mia.getByRole('button', { name: /Desk time: [^+]*$/ }).waitFor();
  await mia.context().close();
});

test('the inspector lists calls and payloads with their fate', async () => {
  await page.getByRole('button', { name: 'Inspector' }).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await inspector.getByText('chat.postMessage', { exact: true }).first().waitFor();
  await inspector.getByRole('checkbox', { name: 'Only what went wrong' }).check();
  await inspector.getByText('/silent', { exact: true }).waitFor();
  expect(await inspector.getByText('chat.postMessage', { exact: true }).count()).toBe(0);
  await inspector.getByRole('button', { name: 'Close inspector' }).click();
});

test('a card that the app redraws changes before everyone’s eyes', async () => {
  const mia = await openAs(browser, gallery.sandbox.url, 'U0MANAGER', { channel: 'C0TRIAGE' });
  await page.getByRole('button', { name: 'Claim', exact: true }).click();
  await mia.getByText('✅ Claimed').waitFor();
  expect(await mia.getByRole('button', { name: 'Claim', exact: true }).count()).toBe(0);
  await mia.context().close();
});

test('a workflow step is run by hand, and says what came out of it', async () => {
  await page.getByRole('button', { name: 'Workflow steps' }).click();
  const dialog = page.getByRole('dialog', { name: 'Workflow steps' });
  await dialog.getByRole('combobox', { name: 'Who' }).selectOption({ label: 'Ana Customer' });
  await dialog.getByRole('button', { name: 'Run step' }).click();
  await dialog.getByRole('status').getByText('The step completed.').waitFor();
  expect(await dialog.getByRole('status').textContent()).toContain('Hello <@U0ANA>');
  await dialog.getByRole('spinbutton', { name: 'Times' }).fill('9');
  await dialog.getByRole('button', { name: 'Run step' }).click();
  await dialog.getByRole('status').getByText('That is too often.').waitFor();
});
