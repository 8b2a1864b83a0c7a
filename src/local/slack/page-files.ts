import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** One file of the page, ready to be sent. */
export interface PageFile {
  type: string;
  body: Uint8Array;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
};
const folder = fileURLToPath(new URL('./page/', import.meta.url));
/** Machines without colour emoji of their own (most servers) get these. */
const emojiFont = '@fontsource/noto-color-emoji/files/noto-color-emoji-emoji-400-normal.woff2';

/**
 * The page that people open in the browser, as a lookup from path to file. It is bundled here, in memory,
 * in a fraction of a second, so that there is no build step for people.
 *
 * @returns the file of a path such as `/` or `/page/main.js`; undefined when the page has no such file
 */
export function createPageFiles(): (path: string) => Promise<PageFile | undefined> {
  const bundled = bundle();
  bundled.catch(() => undefined);
  return async (path) => {
    if (path === '/') return { type: types['.html'] ?? '', body: await readFile(`${folder}index.html`) };
    if (path === '/page/emoji.woff2') return { type: 'font/woff2', body: await readFontFile() };
    return (await bundled).get(path);
  };
}

const readFontFile = () => readFile(createRequire(import.meta.url).resolve(emojiFont));

async function bundle(): Promise<Map<string, PageFile>> {
  const result = await build({
    absWorkingDir: folder,
    entryPoints: ['main.tsx', 'styles/page.css'],
    entryNames: '[name]',
    assetNames: '[name]',
    outdir: '/page',
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    external: ['/page/*'],
    loader: { '.woff2': 'file' },
    logLevel: 'silent',
  });
  return new Map(
    result.outputFiles.map(({ path, contents }) => [
      path,
      { type: types[extname(path)] ?? 'application/octet-stream', body: contents },
    ]),
  );
}
