import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { ControlClient } from '../../../../src/local/slack/control/client.ts';
import { openAs, openBrowser } from '../../../support/browser.ts';
import { until } from '../../../support/until.ts';
import { type Gallery, openGallery } from './gallery/app.ts';
import { redPixel } from './gallery/picture.ts';

let gallery: Gallery;
let browser: Browser;
let page: Page;
let form: Locator;

beforeAll(async () => {
  [gallery, browser] = await Promise.all([openGallery(), openBrowser()]);
});
beforeEach(async () => {
  page = await openAs(browser, gallery.sandbox.url, 'U0BO', { channel: 'C0TRIAGE' });
  await page.getByRole('textbox', { name: 'Message #support-triage' }).fill('/form all');
  await page.keyboard.press('Enter');
  form = page.getByRole('dialog', { name: 'Every input' });
  await form.waitFor();
});
afterEach(async () => {
  if (await form.isVisible()) await form.getByRole('button', { name: 'Close window' }).click();
  await page.context().close();
});
afterAll(async () => {
  await browser?.close();
  await gallery?.close();
});

const choose = async (name: string, ...options: string[]) => {
  for (const option of options) {
    await form.getByRole('combobox', { name }).click();
    await page.getByRole('option', { name: option }).click();
  }
  if (options.length > 1) await page.keyboard.press('Escape');
};
const save = () => form.getByRole('button', { name: 'Save' }).click();

test('every input reaches the app as Slack would send it', async () => {
  await form.getByRole('textbox', { name: 'Subject' }).fill('Broken cup');
  await form.getByRole('textbox', { name: 'What happened' }).fill('It fell.\nTwice.');
  await choose('Kind', 'Order issue');
  await choose('Tags', 'Cup', 'Delivery');
  await choose('Person', 'Ana Customer');
  await choose('People', 'Cy Agent', 'Dee Agent');
  await choose('Channel', '#support-alerts');
  await form.getByRole('combobox', { name: 'Customer account' }).fill('ac');
  await page.getByRole('option', { name: 'Acorn' }).click();
  await form.getByRole('radio', { name: 'High' }).check();
  await form.getByRole('checkbox', { name: 'Gift wrap' }).check();
  await form.getByRole('checkbox', { name: 'Express' }).check();
  await form.getByLabel('Day', { exact: true }).fill('2026-11-20');
  await form.getByLabel('Time', { exact: true }).fill('14:30');
  await form.getByLabel('Moment').fill('2026-11-20T14:30');
  await form.getByRole('textbox', { name: 'Count' }).fill('7');
  await form.getByRole('textbox', { name: 'E-mail' }).fill('ana@example.com');
  await form.getByRole('textbox', { name: 'Web address' }).fill('https://example.com');
  await form.getByRole('textbox', { name: 'Formatted' }).fill('so *bold*');
  await form
    .getByLabel('Pictures')
    .setInputFiles({ name: 'red.png', mimeType: 'image/png', buffer: redPixel });
  await form.getByRole('button', { name: 'Remove red.png' }).waitFor();
  await save();
  await form.waitFor({ state: 'detached' });
  expect(gallery.submitted()).toMatchObject({
    subject: { value: { value: 'Broken cup' } },
    story: { value: { value: 'It fell.\nTwice.' } },
    kind: { value: { selected_option: { value: 'order' } } },
    tags: { value: { selected_options: [{ value: 'cup' }, { value: 'delivery' }] } },
    person: { value: { selected_user: 'U0ANA' } },
    people: { value: { selected_users: ['U0CY', 'U0DEE'] } },
    channel: { value: { selected_channel: 'C0ALERTS' } },
    conversation: { value: { selected_conversation: 'C0TRIAGE' } },
    customer: { value: { selected_option: { value: 'acorn', text: { text: 'Acorn' } } } },
    urgency: { value: { selected_option: { value: 'high' } } },
    extras: { value: { selected_options: [{ value: 'gift' }, { value: 'express' }] } },
    day: { value: { selected_date: '2026-11-20' } },
    time: { value: { selected_time: '14:30' } },
    moment: { value: { selected_date_time: Date.parse('2026-11-20T13:30:00Z') / 1000 } },
    count: { value: { value: '7' } },
    mail: { value: { value: 'ana@example.com' } },
    web: { value: { value: 'https://example.com' } },
    rich: { value: { rich_text_value: { type: 'rich_text' } } },
    files: { value: { files: [{ name: 'red.png' }] } },
  });
});

test('an error stands beside its field, which gets the cursor and keeps what was typed', async () => {
  const subject = form.getByRole('textbox', { name: 'Subject' });
  await subject.fill('bad');
  await form.getByRole('radio', { name: 'Low' }).check();
  await save();
  await form.getByRole('alert').filter({ hasText: 'Say more than that.' }).waitFor();
  expect(await subject.getAttribute('aria-invalid')).toBe('true');
  expect(await subject.inputValue()).toBe('bad');
  expect(await form.getByRole('radio', { name: 'Low' }).isChecked()).toBe(true);
  await page.waitForFunction('document.activeElement?.value === "bad"');
});

test('a required field left empty is refused beside it, without asking the app', async () => {
  await save();
  await form.getByRole('alert').filter({ hasText: /./ }).first().waitFor();
  expect(await form.getByRole('textbox', { name: 'Subject' }).getAttribute('aria-invalid')).toBe('true');
});

test('a modal over a modal gives back the first one as it was', async () => {
  await form.getByRole('textbox', { name: 'Subject' }).fill('Half done');
  await form.getByRole('button', { name: 'Add details' }).click();
  const details = page.getByRole('dialog', { name: 'Details' });
  await details.getByRole('textbox', { name: 'Note' }).fill('x');
  await details.getByRole('button', { name: 'Done' }).click();
  await details.waitFor({ state: 'detached' });
  expect(await form.getByRole('textbox', { name: 'Subject' }).inputValue()).toBe('Half done');
});

test('the keyboard alone fills, submits and leaves a form, and the focus goes where it came from', async () => {
  await page.waitForFunction('document.activeElement?.tagName === "INPUT"');
  await page.keyboard.type('By hand');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('ref');
  await page.getByRole('option', { name: 'Refund' }).waitFor();
  await page.keyboard.press('Enter');
  await form.getByRole('textbox', { name: 'Subject' }).focus();
  await page.keyboard.press('Enter');
  await form.waitFor({ state: 'detached' });
  expect(gallery.submitted()).toMatchObject({
    subject: { value: { value: 'By hand' } },
    kind: { value: { selected_option: { value: 'refund' } } },
  });
  await page.waitForFunction('document.activeElement?.tagName === "TEXTAREA"');
});

test('a multi select takes no more than it may, and gives back what is removed', async () => {
  await choose('Tags', 'Cup', 'Plate', 'Delivery');
  expect(await form.getByRole('button', { name: /^Remove/ }).count()).toBe(2);
  await form.getByRole('button', { name: 'Remove Cup' }).click();
  expect(await form.getByRole('button', { name: 'Remove Cup' }).count()).toBe(0);
});

test('when the app redraws a form, fields keep what was typed unless their block is a new one', async () => {
  await form.getByRole('textbox', { name: 'Subject' }).fill('Stays');
  await form.getByRole('textbox', { name: 'What happened' }).fill('Goes');
  await form.getByRole('radio', { name: 'High' }).check();
  await form.getByRole('textbox', { name: 'Live' }).fill('now');
  await page.keyboard.press('Enter');
  await page.waitForFunction('document.querySelectorAll("textarea")[1]?.value === ""');
  expect(await form.getByRole('textbox', { name: 'What happened' }).inputValue()).toBe('');
  expect(await form.getByRole('textbox', { name: 'Subject' }).inputValue()).toBe('Stays');
  expect(await form.getByRole('textbox', { name: 'Live' }).inputValue()).toBe('now');
  expect(await form.getByRole('radio', { name: 'High' }).isChecked()).toBe(true);
});

test('the next step of a form takes the place of the first, with the cursor in its first field', async () => {
  await form.getByRole('textbox', { name: 'Subject' }).fill('next');
  await save();
  const next = page.getByRole('dialog', { name: 'Details' });
  await next.getByRole('textbox', { name: 'Note' }).waitFor();
  await page.waitForFunction('document.activeElement?.tagName === "INPUT"');
  await page.keyboard.type('Straight on');
  expect(await next.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('Straight on');
  await next.getByRole('button', { name: 'Done' }).click();
  await next.waitFor({ state: 'detached' });
});

test('Escape closes a form even when what had the focus is gone', async () => {
  await form.getByRole('textbox', { name: 'Subject' }).focus();
  await page.evaluate('document.activeElement.remove()');
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'detached' });
  const control = new ControlClient(gallery.sandbox.url);
  await until('the workspace knows', async () => (await control.views('U0BO')).length === 0);
});
