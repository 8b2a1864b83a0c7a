import type { Option } from './types.ts';

/** Options as lines `value | label | description`; `\|`, `\n` and `\\` stand for what would end a part or a line. */
export function optionsText(options: readonly Option[]): string {
  return options
    .map(({ value, label, description }) =>
      (description ? [value, label, description] : label === value ? [value] : [value, label])
        .map((part) => part.replaceAll(/[\\|]/g, '\\$&').replaceAll('\n', '\\n'))
        .join(' | '),
    )
    .join('\n');
}

/** Reads the lines back. */
export function optionsOf(lines: string): Option[] {
  return lines
    .split('\n')
    .map(partsOf)
    .filter(([value]) => value)
    .map(([value = '', label, description]) => ({
      value,
      label: label || value,
      ...(description ? { description } : {}),
    }));
}

function partsOf(line: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (const [token] of line.matchAll(/\\[\\|n]|[\s\S]/g)) {
    if (token === '|') {
      parts.push(part);
      part = '';
    } else part += token === '\\n' ? '\n' : token.length === 2 ? token.slice(1) : token;
  }
  return [...parts, part].map((each) => each.trim());
}
