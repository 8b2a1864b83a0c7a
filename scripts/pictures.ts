import { mkdir, writeFile } from 'node:fs/promises';
import { digestPicture } from '../src/features/digests/views/picture.ts';
import { drawPng } from '../src/platform/charts/draw.ts';
import { digestCase, digestCases } from '../test/support/digest-cases.ts';

/** Draws docs/pictures/digest-*.png again. `npm run pictures` */
const folder = new URL('../docs/pictures/', import.meta.url);
await mkdir(folder, { recursive: true });
for (const name of Object.keys(digestCases)) {
  await writeFile(new URL(`digest-${name}.png`, folder), await drawPng(digestPicture(digestCase(name))));
  process.stdout.write(`docs/pictures/digest-${name}.png\n`);
}
