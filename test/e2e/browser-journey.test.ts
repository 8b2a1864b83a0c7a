import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PNG } from '../features/tickets/talk.ts';
import { accessibilityFaults } from '../support/axe.ts';
import { openAs, openBrowser } from '../support/browser.ts';
import { channels, people } from '../support/desk.ts';
import { morning } from './day.ts';
import { World } from './world.ts';

const slow = { timeout: 150_000 };
const picture = { name: 'laptop.png', mimeType: 'image/png', buffer: Buffer.from(PNG, 'base64') };

let world: World;
let browser: Browser;
let mia: Page;
let ana: Page;
let ben: Page;

beforeAll(async () => {
  [world, browser] = await Promise.all([World.open(morning), openBrowser()]);
  const tab = (user: string) => openAs(browser, world.sandbox.url, user, { channel: channels.general });
  mia = await tab(people.manager);
  ana = await tab(people.ana);
  ben = await tab(people.ben);
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

async function say(page: Page, text: string): Promise<void> {
  const box = page.getByRole('main').getByRole('textbox', { name: /^Message / });
  await box.fill(text);
  await box.press('Enter');
}

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });
const press = (form: Locator, name: string) => form.getByRole('button', { name, exact: true }).click(slow);

async function addQuestion(kind: string, fields: Record<string, string>): Promise<void> {
  await press(dialog(mia, 'Edit journey'), 'Add question');
  const form = dialog(mia, 'New question');
  for (const [label, text] of Object.entries(fields))
    await form.getByRole('textbox', { name: new RegExp(`^${label}`) }).fill(text, slow);
  await form.getByRole('combobox', { name: /^Kind of answer/ }).click();
  await mia.getByRole('option', { name: kind }).click();
  await press(form, 'Save');
  await form.waitFor({ state: 'detached', ...slow });
}

async function publish(version: number): Promise<void> {
  await press(dialog(mia, 'Edit journey'), 'Check and publish');
  await press(dialog(mia, 'Publish'), 'Publish');
  await dialog(mia, 'Edit journey').getByText(`Version ${version} is active now`).waitFor(slow);
}

/** Walks to the picture by the branch of what is broken. */
async function toPicture(page: Page): Promise<Locator> {
  await say(page, '/ticket new laptop');
  const form = dialog(page, 'Laptop');
  await form.getByRole('radio', { name: 'Mine is broken' }).check(slow);
  await press(form, 'Next');
  await form.getByLabel('Show us').waitFor(slow);
  return form;
}

/** Hands in the picture and the last answer, and gives the ticket's number. */
async function toTicket(form: Locator, why: string): Promise<string> {
  await form.getByLabel('Show us').setInputFiles(picture);
  await form.getByRole('button', { name: 'Remove laptop.png' }).waitFor();
  await press(form, 'Next');
  await form.getByRole('textbox', { name: /^Why/ }).fill(why, slow);
  await press(form, 'Send');
  const done = form.getByText(/We have your request/);
  await done.waitFor(slow);
  const number = /T-\d+/.exec((await done.textContent()) ?? '')?.[0] ?? '';
  await press(form, 'Done');
  return number;
}

describe('a journey from its first question to a ticket, in the browser', { timeout: 200_000 }, () => {
  test('a manager builds one with a branch', async () => {
    await say(mia, '/desk journeys');
    await press(dialog(mia, 'Journeys'), 'New journey');
    const begin = dialog(mia, 'New journey');
    await begin.getByRole('textbox', { name: /^Title/ }).fill('Laptop', slow);
    await begin.getByRole('textbox', { name: /^Key/ }).fill('laptop');
    await press(begin, 'Create');
    await dialog(mia, 'Edit journey').getByText('No question yet').waitFor(slow);
    await addQuestion('One of several', {
      Question: 'New or broken?',
      Id: 'what',
      Options: 'new | A new one\nbroken | Mine is broken',
      'What follows': '- when: { question: what, equals: broken }\n  use: photo\n- default: why',
    });
    await addQuestion('Pictures', { Question: 'Show us', Id: 'photo' });
    await addQuestion('Text', { Question: 'Why?', Id: 'why' });
    await dialog(mia, 'Edit journey').getByText('3 questions').waitFor(slow);
    await press(dialog(mia, 'Edit journey'), 'Outcome');
    const outcome =
      'subject: "Laptop: {{what}}"\npriority:\n  - when: { question: what, equals: broken }\n    use: high\n  - default: low';
    await dialog(mia, 'Outcome')
      .getByRole('textbox', { name: /^subject/ })
      .fill(outcome, slow);
    await press(dialog(mia, 'Outcome'), 'Save');
    await dialog(mia, 'Edit journey').getByText('changed the outcome').waitFor(slow);
    expect(await accessibilityFaults(mia)).toEqual([]);
  });

  test('a dry run shows what the ticket would be and opens none; then it is published', async () => {
    await press(dialog(mia, 'Edit journey'), 'Dry run');
    const form = dialog(mia, 'Laptop');
    await form.getByRole('radio', { name: 'A new one' }).check(slow);
    await press(form, 'Next');
    await form.getByRole('textbox', { name: /^Why/ }).fill('Mine is slow', slow);
    await press(form, 'Send');
    await form.getByText('no ticket was opened').waitFor(slow);
    await form.getByText('Laptop: A new one').waitFor();
    await press(form, 'Close');
    expect(await world.slack.messages(people.lead, channels.triage)).toEqual([]);
    await publish(1);
  });

  test('a customer goes back once, shows a picture and gets a ticket', async () => {
    const form = await toPicture(ana);
    await press(form, 'Back');
    const broken = form.getByRole('radio', { name: 'Mine is broken' });
    await broken.waitFor(slow);
    expect(await broken.isChecked()).toBe(true);
    await press(form, 'Next');
    await form.getByLabel('Show us').waitFor(slow);
    const number = await toTicket(form, 'It does not start.');
    const card = await world.slack.until(
      'the card',
      async () =>
        (await world.slack.messages(people.lead, channels.triage)).find((one) => one.text.startsWith(number)),
      60_000,
    );
    expect(JSON.stringify(card.blocks)).toMatch(/Laptop: Mine is broken.*High/s);
  });

  test('a version that is published in the middle of a walk leaves the walk on its own', async () => {
    const form = await toPicture(ben);
    await addQuestion('Text', { Question: 'Anything else?', Id: 'more' });
    await publish(2);
    expect(await toTicket(form, 'The screen is black.')).toMatch(/^T-\d+$/);
    await say(ana, '/ticket new laptop');
    const later = dialog(ana, 'Laptop');
    await later.getByRole('radio', { name: 'A new one' }).check(slow);
    await press(later, 'Next');
    await later.getByText('Question 2 of 3').waitFor(slow);
  });

  test('the app did nothing that Slack would have refused', async () => {
    expect(await world.slack.failures()).toEqual([]);
  });
});
