import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const packageFolder = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..');
const installedNames = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome'];

/** Sizes that people have. */
export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
};

/**
 * Starts a browser without a window: an installed Chrome or Chromium (`CHROME_PATH` names another), else the
 * one that comes inside an npm package, so that the tests need nothing but `npm install`.
 *
 * @throws Error when no browser starts on this machine
 */
export async function openBrowser(): Promise<Browser> {
  if (process.env.CHROME_PATH) return launch(process.env.CHROME_PATH);
  const installed = findInstalled();
  if (installed) {
    const browser = await launch(installed).catch(() => undefined);
    if (browser) return browser;
  }
  const folder = await unpack();
  const executable = join(folder, 'chromium');
  return launch(executable).catch(() =>
    // A bare machine lacks the libraries that browsers lean on; the package carries those too.
    launch(executable, {
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      FONTCONFIG_PATH: join(folder, 'fonts'),
    }),
  );
}

/** Opens the page of a sandbox as one person, in a tab of its own. Faults of the page's scripts end the test. */
export async function openAs(
  browser: Browser,
  sandboxUrl: string,
  user: string,
  options: BrowserContextOptions & { channel?: string } = {},
): Promise<Page> {
  const { channel, ...context } = options;
  const page = await (
    await browser.newContext({ ...desktop, reducedMotion: 'reduce', locale: 'en-GB', ...context })
  ).newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  const query = new URLSearchParams({ as: user, ...(channel && { channel }) });
  await page.goto(`${sandboxUrl}/?${query}`);
  await page.locator('.page').waitFor();
  return page;
}

function launch(executablePath: string, env: Record<string, string> = {}): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu', '--font-render-hinting=none'],
    env: { ...process.env, ...env },
  });
}

function findInstalled(): string | undefined {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    '/Applications/Google Chrome.app/Contents/MacOS',
    '/Applications/Chromium.app/Contents/MacOS',
  ];
  const names = [...installedNames, 'Google Chrome', 'Chromium'];
  return folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}

/**
 * Unpacks the carried browser once per version. Its package unpacks into the folder for temporary files, and takes
 * a half-written browser of another process for a whole one; so a process with such a folder of its own does it,
 * and the result is moved into place when it is complete.
 */
async function unpack(): Promise<string> {
  const { version } = createRequire(import.meta.url)(join(packageFolder, 'package.json')) as {
    version: string;
  };
  const folder = join(tmpdir(), `chromium-${version}`);
  if (existsSync(folder)) return folder;
  const own = await mkdtemp(join(tmpdir(), 'chromium-'));
  const script = fileURLToPath(new URL('./unpack-browser.ts', import.meta.url));
  await promisify(execFile)(process.execPath, [script, packageFolder], {
    env: { ...process.env, TMPDIR: own },
  });
  try {
    await rename(own, folder);
  } catch {
    // Another process was faster.
    await rm(own, { recursive: true, force: true });
  }
  return folder;
}
