import type { Calendar } from '../../platform/time/hours.ts';

/** What settings needs of SLA, given by app.ts. */
export type SettingsPorts = {
  /** What other working hours would do to open tickets, in words; null when they change nothing. */
  effectOfHours(workspace: string, hours: Calendar): Promise<string | null>;
};
