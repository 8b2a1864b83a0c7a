import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { seedFigures } from './features/kpis/index.ts';
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
  const { owners = [], others = [] } = Object.groupBy(seed.people, ({ roles }) =>
    roles.includes('owner') ? 'owners' : 'others',
  );
  for (const person of others) await seedPerson(desk, workspace, person);
  if (seed.figures) await seedFigures(desk, workspace, seed.figures.days);
  for (const person of owners) await seedPerson(desk, workspace, person);
  desk.log.info({ people: seed.people.length }, 'an empty desk was seeded');
}

async function seedPerson(
  desk: Desk,
  workspace: string,
  { user: userId, roles, availability, ...profile }: z.infer<typeof seedSchema>['people'][number],
): Promise<void> {
  await updateProfile(desk, { workspace, userId, profile });
  await setRoles(desk, { workspace, userId, roles });
  if (availability) await setAvailability(desk, { workspace, userId, availability });
}

async function readSeed(file: string): Promise<z.infer<typeof seedSchema>> {
  const parsed = seedSchema.safeParse(parse(await readFile(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new StartRefused(
    parsed.error.issues.map((issue) => `SEED_FILE ${file}: ${issue.path.join('.')} ${issue.message}`),
  );
}
