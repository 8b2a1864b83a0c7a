import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  AVAILABILITIES,
  hasOwner,
  ROLES,
  setAvailability,
  setRoles,
  updateProfile,
} from './features/people/index.ts';
import { type SettingsChange, updateSettings } from './features/settings/index.ts';
import type { Desk } from './platform/desk.ts';
import { StartRefused } from './platform/errors.ts';

const seedSchema = z.strictObject({
  settings: z.record(z.string(), z.unknown()).default({}),
  people: z.array(
    z.strictObject({
      user: z.string().min(1),
      roles: z.array(z.enum(ROLES)).min(1),
      teamLeader: z.string().optional(),
      supervisor: z.string().optional(),
      deputy: z.string().optional(),
      skills: z.array(z.string()).optional(),
      availability: z.enum(AVAILABILITIES).optional(),
    }),
  ),
  figures: z.strictObject({ days: z.number().int().min(0).max(366) }).optional(),
});

/**
 * Loads people, settings and figures into an empty desk from a YAML file; a desk that has an owner is left alone.
 * Owners come last, so that a seeding that was cut short is done again from the start.
 * @throws StartRefused when the file does not fit, naming where.
 */
export async function seedDesk(desk: Desk, workspace: string, file: string): Promise<void> {
  if (await hasOwner(desk, workspace)) return;
  const seed = await readSeed(file);
  await updateSettings(desk, workspace, seed.settings as SettingsChange);
  const ownersLast = seed.people.toSorted(
    (a, b) => Number(a.roles.includes('owner')) - Number(b.roles.includes('owner')),
  );
  for (const { user: userId, roles, availability, ...profile } of ownersLast) {
    await updateProfile(desk, { workspace, userId, profile });
    await setRoles(desk, { workspace, userId, roles });
    if (availability) await setAvailability(desk, { workspace, userId, availability });
  }
  desk.log.info({ people: seed.people.length }, 'an empty desk was seeded');
}

async function readSeed(file: string): Promise<z.infer<typeof seedSchema>> {
  const parsed = seedSchema.safeParse(parse(await readFile(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new StartRefused(
    parsed.error.issues.map((issue) => `SEED_FILE ${file}: ${issue.path.join('.')} ${issue.message}`),
  );
}
