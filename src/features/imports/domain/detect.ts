/** How a file's bytes are to be read. */
export interface FileForm {
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  separator: ',' | ';' | '\t' | '|';
  /** True when numbers are written like `94,5`. */
  decimalComma: boolean;
  /** True when some numbers have a percent sign. */
  percentSigns: boolean;
}

/** What is wrong with a whole file, in words. */
export class WrongFile extends Error {}

const separators = [',', ';', '\t', '|'] as const;

/**
 * Tells encoding, separator and decimal sign from the beginning of a file (the first 64 kB will do).
 * @throws WrongFile for what is empty or not text.
 */
export function detectForm(start: Uint8Array): FileForm {
  if (start.byteLength === 0) throw new WrongFile('The file is empty.');
  if (start[0] === 0x50 && start[1] === 0x4b)
    throw new WrongFile('This is a zip or Excel file. Save it as CSV and import that.');
  const encoding = encodingOf(start);
  const text = new TextDecoder(encoding).decode(start, { stream: true });
  if (text.includes('\u0000'))
    throw new WrongFile('This is no text file. Save the table as CSV and import that.');
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  if (lines.length === 0) throw new WrongFile('The file is empty.');
  const separator = separatorOf(lines[0] ?? '');
  const sample = lines.slice(1, 200);
  return {
    encoding,
    separator,
    decimalComma: usesDecimalComma(sample, separator),
    percentSigns: sample.some((line) => /\d\s*%/.test(line)),
  };
}

function encodingOf(start: Uint8Array): FileForm['encoding'] {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  const sample = start.subarray(0, 1_000);
  for (const [index, byte] of sample.entries())
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  if ((zeros[1] ?? 0) > sample.byteLength / 4) return 'utf-16le';
  if ((zeros[0] ?? 0) > sample.byteLength / 4) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    return 'utf-8';
  } catch {
    return looksLikeUtf8(start) ? 'utf-8' : 'windows-1252';
  }
}

/** A file cut off or damaged in one place is still UTF-8 when most of its special characters are whole. */
function looksLikeUtf8(start: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(start);
  const broken = (text.match(/\ufffd/g) ?? []).length;
  const whole = (text.match(/[\u0080-\ufffc]/g) ?? []).length;
  return whole > 4 * broken;
}

/** The sign that stands most often in the heading, outside quotes. */
function separatorOf(heading: string): FileForm['separator'] {
  const bare = heading.replace(/"[^"]*"/g, '');
  const counts = separators.map((sign) => ({ sign, count: bare.split(sign).length }));
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).sign;
}

/**
 * `94,5` and `1.234,5` have a decimal comma, `94.5` and `1,234.5` a point. Where commas separate cells, three digits after a
 * comma are rather a thousand: `"1,234"`.
 */
function usesDecimalComma(lines: readonly string[], separator: string): boolean {
  const text = lines.join('\n');
  const withComma =
    separator === ','
      ? /"\s*[\d.]{1,20},(?!\d{3}\s*%?\s*")\d+\s*%?\s*"/g
      : /(?<![\d.,])\d[\d.]{0,20},\d{1,20}(?![\d,.])/g;
  const commas = text.match(withComma)?.length ?? 0;
  const points =
    text.replace(withComma, ' ').match(/(?<![\d.])[\d,]{0,20}\d\.\d{1,20}(?![\d.])/g)?.length ?? 0;
  return commas > points;
}
