import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import opentype, { type Font } from 'opentype.js';

/** The family that every chart asks for; the other bundled files fill in what it lacks. */
export const fontFamily = 'Noto Sans';

const semiBold = { family: fontFamily, file: 'NotoSans-SemiBold.ttf' };
const emoji = { family: 'Noto Emoji', file: 'NotoEmoji-Regular.ttf' };
const fallbacks = [
  { family: 'Noto Sans Arabic', file: 'NotoSansArabic-Regular.ttf' },
  { family: 'Noto Sans Hebrew', file: 'NotoSansHebrew-Regular.ttf' },
  { family: 'Noto Sans SC', file: 'NotoSansSC-Subset.ttf' },
  { family: 'Noto Sans KR', file: 'NotoSansKR-Subset.ttf' },
  emoji,
];
const regularOrder: BundledFont[] = [{ family: fontFamily, file: 'NotoSans-Regular.ttf' }, ...fallbacks];
const boldOrder: BundledFont[] = [semiBold, ...fallbacks];

interface BundledFont {
  family: string;
  file: string;
}

/** A part of a text that one font can write, and its width in ems. */
export interface FontRun {
  family: string;
  text: string;
  ems: number;
}

/** The bundled fonts, in the order in which a glyph is looked for. */
export const fontFiles = [...regularOrder, semiBold].map(({ file }) => pathOf(file));

/** Joiners and variation selectors, which belong to the character before them. */
const joining = /^(?:\p{M}|\u200c|\u200d|\u200f|\ufe0e|\ufe0f)$/u;

/**
 * Splits `text` where another font must take over; spaces and signs stay with the letters before them. A character that no
 * font has counts as one em, the width of the box drawn in its place.
 */
export function fontRuns(text: string, bold: boolean): FontRun[] {
  const order = bold ? boldOrder : regularOrder;
  const runs: (FontRun & { font: BundledFont | undefined })[] = [];
  for (const character of text) {
    const last = runs.at(-1);
    const joins =
      last?.font && (joining.test(character) || (last.font !== emoji && hasGlyph(last.font, character)));
    const font = joins ? last.font : order.find((each) => hasGlyph(each, character));
    const ems = advanceOf(font, character);
    if (last && last.font === font) {
      last.text += character;
      last.ems += ems;
    } else {
      runs.push({ font, family: font?.family ?? fontFamily, text: character, ems });
    }
  }
  return runs;
}

/** Width in pixels of `text` at `size` pixels, from the bundled fonts' own metrics. */
export function textWidth(text: string, size: number, bold: boolean): number {
  return fontRuns(text, bold).reduce((total, run) => total + run.ems, 0) * size;
}

const loaded = new Map<string, Font>();
const glyphs = new Map<string, { found: boolean; ems: number }>();

function hasGlyph(font: BundledFont, character: string): boolean {
  return glyphOf(font, character).found;
}

function advanceOf(font: BundledFont | undefined, character: string): number {
  return font ? glyphOf(font, character).ems : 1;
}

function glyphOf(font: BundledFont, character: string): { found: boolean; ems: number } {
  const key = `${font.file} ${character}`;
  let known = glyphs.get(key);
  if (!known) {
    const parsed = load(font.file);
    const glyph = parsed.charToGlyph(character);
    known = { found: glyph.index !== 0, ems: (glyph.advanceWidth ?? parsed.unitsPerEm) / parsed.unitsPerEm };
    if (joining.test(character)) known.ems = 0;
    glyphs.set(key, known);
  }
  return known;
}

function load(file: string): Font {
  let font = loaded.get(file);
  if (!font) {
    const bytes = readFileSync(pathOf(file));
    font = opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    loaded.set(file, font);
  }
  return font;
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(`./fonts/${file}`, import.meta.url));
}
