import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PNG } from '../features/tickets/talk.ts';
import { accessibilityFaults } from '../support/axe.ts';
import { openAs, openBrowser } from '../support/browser.ts';
import { channels, people } from '../support/desk.ts';
import { until } from '../support/until.ts';
import { morning } from './day.ts';
import { World } from './world.ts';

/** A PNG of one pixel. */
const picture = Buffer.from(PNG, 'base64');
const slow = { timeout: 150_000 };

let world: World;
let browser: Browser;
let bo: Page;
let cy: Page;
let ana: Page;

beforeAll(async () => {
  [world, browser] = await Promise.all([World.open(morning), openBrowser()]);
  const tab = (user: string, channel: string) => openAs(browser, world.sandbox.url, user, { channel });
  bo = await tab(people.bo, channels.triage);
  cy = await tab(people.cy, channels.triage);
  ana = await tab(people.ana, channels.general);
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

/** Types in the message box and sends, once no window is in the way. */
async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const box = page.getByRole('main').getByRole('textbox', { name: /^Message / });
  await box.fill(text);
  await box.press('Enter');
}

const card = (page: Page, number: string) =>
  page.getByRole('article').filter({ has: page.getByRole('heading', { name: number }) });

const next = (form: Locator) => form.getByRole('button', { name: 'Next' }).click();

/** Goes to the app's messages, whether or not there was one before. */
async function openApp(page: Page, tab: 'Home' | 'Messages'): Promise<void> {
  const link = page.getByRole('link', { name: /^Shiftdesk/ });
  await link
    .or(page.getByRole('button', { name: 'Shiftdesk' }))
    .first()
    .click();
  await page.getByRole('tab', { name: tab }).click();
}

/** Nothing on the screen keeps anybody out, by axe-core's rules. */
async function expectAccessible(page: Page): Promise<void> {
  expect(await accessibilityFaults(page)).toEqual([]);
}

/** Asks for help about something else, as the person of this tab. */
async function askOther(page: Page, summary: string): Promise<void> {
  await say(page, '/ticket new');
  const form = page.getByRole('dialog');
  await form.getByRole('radio', { name: 'Other' }).check();
  await next(form);
  await form.getByRole('textbox', { name: 'In a few words' }).fill(summary);
  await next(form);
  await form.getByRole('textbox', { name: /Tell us more/ }).fill('Please look into it, there is no hurry.');
  await form.getByRole('button', { name: 'Send' }).click();
  await form.getByRole('button', { name: 'Done' }).click(slow);
}

describe('a day at the desk in the browser', { timeout: 200_000 }, () => {
  test('Bo logs the day; logging again asks before it overwrites', async () => {
    const log = async (solved: string) => {
      await say(bo, '/stats log');
      const form = bo.getByRole('dialog', { name: 'Log your day' });
      await form.getByRole('textbox', { name: 'Tickets solved' }).fill(solved);
      await form.getByRole('textbox', { name: 'Live chats' }).fill('30');
      await expectAccessible(bo);
      await form.getByRole('button', { name: 'Save' }).click();
    };
    await log('12');
    await bo
      .getByRole('dialog')
      .filter({ hasText: /saved|logged/i })
      .waitFor(slow);
    await bo.keyboard.press('Escape');
    await log('9');
    const question = bo.getByRole('dialog', { name: 'Replace this day?' });
    await question.waitFor(slow);
    await expectAccessible(bo);
    await question.getByRole('button', { name: 'Keep the old' }).click();
    await question.waitFor({ state: 'detached' });
    await say(bo, '/stats day');
    await bo
      .getByRole('article')
      .filter({ hasText: /Tickets solved\s+12/ })
      .waitFor(slow);
  });

  test('Ana answers the journey, goes back once, shows a picture and gets a number', async () => {
    await say(ana, '/ticket new');
    const form = ana.getByRole('dialog');
    await form.getByRole('radio', { name: 'Order Issue' }).check();
    await expectAccessible(ana);
    await next(form);
    await form.getByRole('textbox', { name: 'Which order is it about?' }).fill('10422');
    await next(form);
    await form.getByRole('radio', { name: 'It arrived damaged' }).check();
    await form.getByRole('button', { name: 'Back' }).click();
    const order = form.getByRole('textbox', { name: 'Which order is it about?' });
    await order.waitFor();
    expect(await order.inputValue()).toBe('10422');
    await next(form);
    await form.getByRole('radio', { name: 'It arrived damaged' }).check();
    await next(form);
    const file = form.getByLabel('Show us the damage');
    await file.setInputFiles({ name: 'box.png', mimeType: 'image/png', buffer: picture });
    await form.getByRole('button', { name: 'Remove box.png' }).waitFor();
    await next(form);
    await form
      .getByRole('textbox', { name: 'Tell us what happened' })
      .fill('The cup is in two pieces.', slow);
    await form.getByRole('button', { name: 'Send' }).click();
    await form.getByText('T-1001').waitFor(slow);
    await form.getByRole('button', { name: 'Done' }).click();
    await openApp(ana, 'Messages');
    await ana.getByRole('article').filter({ hasText: 'T-1001' }).first().waitFor(slow);
    await expectAccessible(ana);
  });

  test('the card appears with its picture and is assigned', async () => {
    await card(bo, 'T-1001').getByText('Assigned').waitFor(slow);
    await card(bo, 'T-1001').getByRole('img').first().waitFor();
    await expectAccessible(bo);
    await card(bo, 'T-1001')
      .getByText(/🟢 due/)
      .first()
      .waitFor();
  });

  test('two claim the second ticket: one wins, the other is told who', async () => {
    await say(bo, '/shift busy');
    await say(cy, '/shift busy');
    for (const page of [bo, cy])
      await page
        .getByText(/You are .*busy/i)
        .first()
        .waitFor(slow);
    await ana.getByRole('link', { name: 'general' }).click();
    await askOther(ana, 'My address changed');
    const claims = [bo, cy].map((page) => card(page, 'T-1002').getByRole('button', { name: 'Claim' }));
    await Promise.all(claims.map((claim) => claim.waitFor(slow)));
    const buttons = await Promise.all(claims.map((claim) => claim.elementHandle()));
    await Promise.all(
      buttons.map((button) => button?.evaluate((element) => (element as HTMLElement).click())),
    );
    await card(bo, 'T-1002').getByText('In progress').waitFor(slow);
    const told = (page: Page) =>
      page
        .getByRole('article')
        .filter({ hasText: /(bo|cy) was first: T-1002/i })
        .getByText('Only visible to you');
    await until(
      'one of them is told who was first',
      async () => (await told(bo).count()) + (await told(cy).count()) === 1,
    );
  });

  test('a ticket that nobody answers breaches when the clock is skipped', async () => {
    await askOther(ana, 'Where is my invoice');
    await card(cy, 'T-1003')
      .getByText(/🟢 due/)
      .first()
      .waitFor(slow);
    await cy.getByRole('button', { name: /Desk time/ }).click();
    await cy.getByRole('button', { name: 'Skip 2 hours' }).click();
    await cy.getByRole('button', { name: 'Skip 10 minutes' }).click();
    await cy.keyboard.press('Escape');
    await card(cy, 'T-1003').getByText(/🔴/).first().waitFor(slow);
    await cy.getByRole('link', { name: /support-alerts/ }).click();
    await cy
      .getByRole('article')
      .filter({ hasText: /T-1003.*@Mia Manager/s })
      .first()
      .waitFor(slow);
    await expectAccessible(cy);
  });

  test('the next morning the digest is a picture with words', async () => {
    await cy.getByRole('button', { name: /Desk time/ }).click();
    await cy.getByLabel('Skip to').fill('2026-11-20T09:01');
    await cy.getByRole('button', { name: 'Go' }).click();
    await cy.keyboard.press('Escape');
    await bo.getByRole('link', { name: /support-digest/ }).click();
    const digest = bo.getByRole('article').getByRole('img').first();
    await digest.waitFor(slow);
    expect(await digest.getAttribute('alt')).toMatch(/\d/);
    await expectAccessible(bo);
    await bo.waitForFunction('[...document.images].some((one) => one.naturalWidth === 1600)');
  });

  test('a lead’s Home shows the desk, and an export arrives as a file', async () => {
    const lee = await openAs(browser, world.sandbox.url, people.lead, { channel: channels.general });
    await openApp(lee, 'Home');
    const home = lee.getByRole('tabpanel', { name: 'Home' });
    await home.getByText('Total Chats').first().waitFor(slow);
    await expectAccessible(lee);
    await lee.getByRole('link', { name: 'general' }).click();
    await say(lee, '/desk export');
    const form = lee.getByRole('dialog', { name: 'Export' });
    await form.waitFor(slow);
    await expectAccessible(lee);
    await form.getByRole('button', { name: 'Export' }).click();
    await form.getByText('Your file is being made').or(form.getByText('Your file is there')).waitFor(slow);
    await form.getByRole('button', { name: 'Close', exact: true }).click();
    await openApp(lee, 'Messages');
    await lee
      .getByRole('link', { name: /\.csv$/ })
      .first()
      .waitFor(slow);
  });

  test('the app did nothing that Slack would have refused', async () => {
    expect(await world.slack.failures()).toEqual([]);
  });
});
