import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAs, openBrowser } from '../support/browser.ts';
import { channels, people } from '../support/desk.ts';
import { until } from '../support/until.ts';
import { morning } from './day.ts';
import { World } from './world.ts';

const slow = { timeout: 150_000 };

let world: World;
let browser: Browser;
let lee: Page;
beforeAll(async () => {
  [world, browser] = await Promise.all([World.open(morning), openBrowser()]);
  lee = await openAs(browser, world.sandbox.url, people.lead, { channel: channels.general });
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

async function say(text: string): Promise<void> {
  await lee.getByRole('dialog').waitFor({ state: 'detached' });
  const box = lee.getByRole('main').getByRole('textbox', { name: /^Message / });
  await box.fill(text);
  await box.press('Enter');
}

/** Gives a file in the form of `/stats import` and waits for its preview in the app's messages. */
async function give(name: string, content: string) {
  await lee.getByRole('link', { name: 'general' }).click();
  await say('/stats import');
  const form = lee.getByRole('dialog', { name: 'Import figures' });
  await form
    .getByLabel('CSV file')
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
  await form.getByRole('button', { name: `Remove ${name}` }).waitFor();
  await form.getByRole('button', { name: 'Read' }).click();
  await form.getByRole('button', { name: 'Close', exact: true }).click(slow);
  const app = lee
    .getByRole('link', { name: /^Shiftdesk/ })
    .or(lee.getByRole('button', { name: 'Shiftdesk' }));
  await app.first().click();
  await lee.getByRole('tab', { name: 'Messages' }).click();
  const message = lee.getByRole('article').filter({ hasText: name });
  await message.getByText(/is read/).waitFor(slow);
  return message;
}

/** Presses a button, once more when the app did not answer in time, until the outcome is there. */
async function press(button: Locator, outcome: Locator): Promise<void> {
  await until(
    'the outcome is there',
    async () => {
      if ((await button.count()) > 0) await button.click({ timeout: 5_000 });
      await outcome.waitFor({ timeout: 20_000 });
      return true;
    },
    150,
  );
}

/** The line of a day in the answer to `/stats week`, once it says what is looked for. */
async function weekSays(line: RegExp): Promise<void> {
  await lee.getByRole('link', { name: 'general' }).click();
  await say(`/stats week 2026-11-18 <@${people.bo}>`);
  await lee.getByRole('article').filter({ hasText: line }).last().waitFor(slow);
}

test('a file with bad rows is corrected, applied, seen in the week and taken back', {
  timeout: 200_000,
}, async () => {
  const heading = 'day,agent,total_chats,csat,resolved';
  const wrong = await give('wrong.csv', `${heading}\n2026-11-18,bo,770,140,55\n31/02/2026,bo,1,90,1\n`);
  await wrong.getByText('Line 2 csat is over 100 %: 140').waitFor();
  await wrong.getByText(/Line 3 day “31\/02\/2026” is no date/).waitFor();
  expect(await wrong.getByRole('button', { name: 'Apply' }).count()).toBe(0);
  await press(wrong.getByRole('button', { name: 'Cancel' }), wrong.getByText('was not imported'));

  const right = await give('right.csv', `${heading}\n2026-11-18,bo,770,94,55\n`);
  await press(right.getByRole('button', { name: 'Apply' }), right.getByText('is imported'));
  await weekSays(/Wed 18 Nov\s+55\s+770\s+94\.0 %\s+imported/);

  await lee
    .getByRole('link', { name: /^Shiftdesk/ })
    .first()
    .click();
  await lee.getByRole('tab', { name: 'Messages' }).click();
  await right.getByRole('button', { name: 'Take back' }).click();
  await lee.getByRole('alertdialog').getByRole('button', { name: 'Take back' }).click();
  await right.getByText('was taken back').waitFor(slow);
  await weekSays(/Wed 18 Nov\s+(?!55 )\d+\s+\d+\s+\S+ (%|data)\s+logged/);
  const failures = await world.slack.failures();
  expect(failures.filter(({ kind }) => kind !== 'not_acked')).toEqual([]);
});
