import { trusted } from '../../platform/database/index.ts';
import type { Desk } from '../../platform/desk.ts';
import { FieldErrors, isDuplicateKey, UserError } from '../../platform/errors.ts';
import { recent } from '../../platform/recent.ts';
import { isGroup } from './domain/changed-part.ts';
import { settingsModel } from './model.ts';
import { type Settings, settingsSchema } from './schema.ts';

/** Settings to change; a group (such as `assignment`) may be given in part. */
export type SettingsChange = {
  [Key in keyof Settings]?: Settings[Key] extends Record<string, unknown>
    ? Partial<Settings[Key]>
    : Settings[Key];
};

const attempts = 5;

const recentSettings = recent(readSettings);

/** The settings of a workspace, at most a second old; what was never set has its default. */
export function getSettings(desk: Desk, workspace: string): Promise<Settings> {
  return recentSettings.get(desk, workspace);
}

/** The settings as they are at this moment, for who is about to change them. */
export async function readSettings(desk: Desk, workspace: string): Promise<Settings> {
  const stored = await settingsModel(desk.database).findOne({ workspace }).lean();
  return settingsSchema.parse(stored?.values ?? { timeZone: desk.config.DESK_TIMEZONE });
}

/**
 * Changes settings, all or none.
 * @throws FieldErrors naming each value that is wrong.
 */
export async function updateSettings(
  desk: Desk,
  workspace: string,
  change: SettingsChange,
): Promise<Settings> {
  const Stored = settingsModel(desk.database);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const stored = await Stored.findOne({ workspace }).lean();
    const settings = checked(merged(stored?.values ?? { timeZone: desk.config.DESK_TIMEZONE }, change));
    try {
      const { modifiedCount, upsertedCount } = await Stored.updateOne(
        { workspace, rev: stored?.rev ?? trusted({ $exists: false }) },
        { $set: { values: settings, rev: (stored?.rev ?? 0) + 1 } },
        { upsert: !stored },
      );
      if (modifiedCount + upsertedCount === 0) continue;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      continue;
    }
    recentSettings.forget(desk, workspace);
    desk.events.emit('settings.changed', { workspace });
    return settings;
  }
  throw new UserError('Someone else is changing the settings. Please try again.');
}

function merged(values: Record<string, unknown>, change: SettingsChange): Record<string, unknown> {
  const result = { ...values };
  for (const [key, value] of Object.entries(change)) {
    result[key] = isGroup(key) ? { ...(result[key] as object), ...(value as object) } : value;
  }
  return result;
}

function checked(values: Record<string, unknown>): Settings {
  const parsed = settingsSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  throw new FieldErrors(
    Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message])),
  );
}
