import type { Desk } from '../../../platform/desk.ts';
import { UserError } from '../../../platform/errors.ts';
import { assertCan, getPerson, type Person } from '../../people/index.ts';
import { getSettings, type Settings } from '../../settings/index.ts';
import { parseDay } from '../domain/date-words.ts';
import { todayOf } from '../service.ts';

/** Whose days a command asks for, and which. */
export interface Target {
  /** Who asks. */
  reader: Person;
  /** The person meant; null for the team. */
  person: Person | null;
  /** The day named, else today. */
  day: string;
  /** Whether a day was named. */
  named: boolean;
  today: string;
  settings: Settings;
}

const mentioned = /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/;

/**
 * Reads `[@person | team] [date]` in any order.
 * @throws UserError for a date nobody knows, NotAllowed for others' figures without the role.
 */
export async function readTarget(
  desk: Desk,
  { workspace, userId, args }: { workspace: string; userId: string; args: string },
): Promise<Target> {
  const reader = await getPerson(desk, { workspace, userId });
  const settings = await getSettings(desk, workspace);
  const other = mentioned.exec(args)?.[1];
  const team = /(^|\s)team(\s|$)/i.test(args);
  if (team || (other && other !== userId)) assertCan(reader, 'stats.team');
  else assertCan(reader, 'stats.own');
  const person = team ? null : other ? await getPerson(desk, { workspace, userId: other }) : reader;
  const today = todayOf(
    desk,
    person ?? { ...reader, timeZone: settings.timeZone, shifts: null, overrides: [] },
  );
  const words = args.replace(mentioned, ' ').replace(/(^|\s)team(?=\s|$)/i, ' ');
  const parsed = parseDay(words, { today, order: settings.dateOrder });
  if ('error' in parsed) throw new UserError(parsed.error);
  return { reader, person, day: parsed.day, named: words.trim() !== '', today, settings };
}
