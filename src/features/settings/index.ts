export { calendarSchema, type Settings, weeklyHoursSchema } from './schema.ts';
export { getSettings, type SettingsChange, updateSettings } from './service.ts';
