import type { Rule } from './rule.ts';

type Blocks = Record<string, unknown>[];

/** A fault in blocks, and the same without it. */
export interface Fault extends Rule {
  wrong: Blocks;
  right: Blocks;
}

export const missing = (field: string, pointer: string) =>
  `missing required field: ${field} [json-pointer:${pointer}]`;
export const unsupported = (type: string, pointer: string) =>
  `unsupported type: ${type} [json-pointer:${pointer}/type]`;
