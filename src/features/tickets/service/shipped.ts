import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { StartRefused } from '../../../platform/errors.ts';
import { type CannedReply, placeholderFault } from '../domain/canned.ts';
import { PRIORITIES } from '../domain/states.ts';
import type { TicketTemplate } from '../domain/template.ts';

/** What a workspace starts with, by kind. */
export type Presets = { reply: CannedReply; template: TicketTemplate };
export type PresetKind = keyof Presets;
type Shipped = { [Kind in PresetKind]: readonly Presets[Kind][] };

const FOLDER = fileURLToPath(new URL('../../../../manifests/', import.meta.url));

const named = { key: z.string().min(1).max(75), title: z.string().min(1).max(75) };
const reply = z.strictObject({
  ...named,
  text: z
    .string()
    .max(3000)
    .superRefine((text, { addIssue }) => {
      const message = placeholderFault(text);
      if (message) addIssue({ code: 'custom', message });
    }),
});
const template = z.strictObject({
  ...named,
  subject: z.string().min(1).max(200),
  text: z.string().max(3000).default(''),
  category: z.string().max(75).default('Other'),
  priority: z.enum(PRIORITIES).default('medium'),
  tags: z.array(z.string().max(40)).max(20).default([]),
  fields: z.record(z.string().max(40), z.string().max(500)).default({}),
});

let loaded: Shipped | undefined;

/**
 * The canned replies of `manifests/replies/` and the ticket templates of `manifests/templates/`, read once.
 * @throws StartRefused naming file and fault.
 */
export function shippedPresets(): Shipped {
  loaded ??= { reply: read('replies', reply), template: read('templates', template) };
  return loaded;
}

/** All entries of a folder's files, in the order of the file names. @throws StartRefused naming file and fault. */
export function read<Entry extends { key: string }>(
  name: string,
  schema: z.ZodType<Entry>,
  folder = FOLDER,
): Entry[] {
  const path = join(folder, name);
  if (!existsSync(path)) return [];
  const files = readdirSync(path)
    .filter((file) => /\.ya?ml$/.test(file))
    .toSorted();
  const entries = files.flatMap((file) =>
    entriesOf(readFileSync(join(path, file), 'utf8'), schema, `manifests/${name}/${file}`),
  );
  const twins = entries.filter(({ key }, index) => entries.findIndex((one) => one.key === key) < index);
  if (twins.length > 0)
    throw new StartRefused(twins.map(({ key }) => `manifests/${name}: the key "${key}" is there twice.`));
  return entries;
}

function entriesOf<Entry>(text: string, schema: z.ZodType<Entry>, file: string): Entry[] {
  let listed: unknown;
  try {
    listed = parse(text);
  } catch (error) {
    throw new StartRefused([`${file}: ${(error as Error).message}`]);
  }
  const parsed = z.array(schema).safeParse(listed);
  if (parsed.success) return parsed.data;
  throw new StartRefused(
    parsed.error.issues.map(({ path: at, message }) => `${file}, ${at.join('.')}: ${message}`),
  );
}
