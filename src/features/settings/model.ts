import { defineModel } from '../../platform/database/index.ts';

export const settingsModel = defineModel<{ values: Record<string, unknown>; rev: number }>(
  'settings',
  { values: { type: Object, default: {} }, rev: { type: Number, default: 0 } },
  [{ keys: { workspace: 1 }, unique: true, serves: 'the settings of a workspace' }],
);
