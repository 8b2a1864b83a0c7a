import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAs, openBrowser } from '../support/browser.ts';
import { channels, people } from '../support/desk.ts';
import { morning } from './day.ts';
import { World } from './world.ts';

/** A PNG of one pixel. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==',
  'base64',
);

let world: World;
let browser: Browser;
beforeAll(async () => {
  [world, browser] = await Promise.all([World.open(morning), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

const open = (as: string, channel: string): Promise<Page> =>
  openAs(browser, world.sandbox.url, as, { channel });

/** Types a command where one writes a message. */
async function command(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox', { name: /^Message/ });
  await box.fill(text);
  await box.press('Escape');
  await box.press('Enter');
}

/** The card of a ticket in the triage channel. */
const cardOf = (page: Page, number: string): Locator =>
  page.getByRole('article').filter({ hasText: number }).first();

describe('the day by hand, in a browser', () => {
  test('an agent logs the day, is asked before it is overwritten, and reads the tables', async () => {
    const page = await open(people.bo, channels.general);
    for (const solved of ['12', '9']) {
      await command(page, '/stats log');
      const form = page.getByRole('dialog', { name: 'Log your day' });
      await form.getByLabel('Tickets solved').fill(solved);
      await form.getByLabel('Live chats').fill('30');
      await form.getByRole('button', { name: 'Save' }).click();
      if (solved === '9') await page.getByRole('dialog').getByRole('button', { name: 'Overwrite' }).click();
      await page
        .getByRole('dialog')
        .filter({ hasText: 'Logged for' })
        .getByRole('button', { name: 'Done' })
        .click();
    }
    await command(page, '/stats day');
    await page
      .getByText(/Tickets solved\s+9\b/)
      .last()
      .waitFor();
    await command(page, '/stats week');
    await page
      .getByText(/Average/)
      .last()
      .waitFor();
    await page.context().close();
  });

  test('a customer answers the journey with a picture and gets a number; the card appears with its SLA dots', async () => {
    const page = await open(people.ana, channels.general);
    await command(page, '/ticket new');
    const dialog = page.getByRole('dialog');
    const next = () => dialog.getByRole('button', { name: /Next|Send/ }).click();
    await dialog.getByRole('radio', { name: 'Order Issue' }).check();
    await next();
    await dialog.getByRole('textbox').fill('no!');
    await next();
    await dialog.getByRole('alert').filter({ hasText: '10422' }).waitFor();
    await dialog.getByRole('textbox').fill('10422');
    await next();
    await dialog.getByRole('radio', { name: 'It arrived damaged' }).check();
    await next();
    await dialog
      .locator('input[type=file]')
      .setInputFiles({ name: 'box.png', mimeType: 'image/png', buffer: picture });
    await dialog.getByRole('button', { name: 'Remove box.png' }).waitFor();
    await next();
    await dialog.getByText('Tell us what happened').waitFor();
    await dialog.getByRole('textbox').fill('The box was open and the cup is in two pieces.');
    await next();
    await dialog.filter({ hasText: 'T-1001' }).waitFor();
    await page.context().close();
    const lead = await open(people.lead, channels.triage);
    const card = cardOf(lead, 'T-1001');
    await card
      .getByText(/🟢 due/)
      .first()
      .waitFor();
    await card.getByRole('img').first().waitFor();
    await card.filter({ hasText: /Assignee\s*(bo|cy)/i }).waitFor();
    await lead.context().close();
  });

  test('one of two agents claims a ticket; the other is told who was first', async () => {
    for (const as of [people.bo, people.cy])
      await world.act(as, 'command', { channel: channels.general, text: '/shift busy' });
    const page = await open(people.ben, channels.general);
    await command(page, '/ticket new');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'Other' }).check();
    await dialog.getByRole('button', { name: 'Next' }).click();
    await dialog.getByText('In a few words').waitFor();
    await dialog.getByRole('textbox').fill('My address changed');
    await dialog.getByRole('button', { name: 'Next' }).click();
    await dialog.getByText('Tell us more').waitFor();
    await dialog.getByRole('textbox').fill('Please send it to the new address.');
    await dialog.getByRole('button', { name: /Next|Send/ }).click();
    await dialog.filter({ hasText: 'T-1002' }).waitFor();
    await page.context().close();

    const [bo, cy] = await Promise.all([open(people.bo, channels.triage), open(people.cy, channels.triage)]);
    const claims = [bo, cy].map((one) => cardOf(one, 'T-1002').getByRole('button', { name: 'Claim' }));
    await Promise.all(claims.map((claim) => claim.waitFor()));
    await Promise.all(claims.map((claim) => claim.click()));
    await cardOf(bo, 'T-1002').getByText('In progress').waitFor();
    await Promise.race([bo, cy].map((one) => one.getByText(/was first/).waitFor()));
    expect(await world.slack.failures()).toEqual([]);
  });
});
