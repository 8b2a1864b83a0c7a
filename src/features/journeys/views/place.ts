import { z } from 'zod';

/** Where a form was opened from: the draft as its editor saw it, and the editor's view to draw again. */
export const place = {
  key: z.string(),
  rev: z.number(),
  baseRev: z.number(),
  page: z.number(),
  editor: z.string(),
};
export type FormPlace = { key: string; rev: number; baseRev: number; page: number; editor: string };
