import type { Desk } from '../../platform/desk.ts';
import { UserError } from '../../platform/errors.ts';
import {
  type FactFields,
  type Figures,
  figuresFrom,
  getFact,
  unlockFact,
  workingDay,
  writeLogged,
} from '../kpis/index.ts';
import { assertCan, can, getPerson, type Person } from '../people/index.ts';
import { getSettings } from '../settings/index.ts';
import { sameFigures } from './domain/entry.ts';
import { isLocked } from './domain/lock.ts';

/** `/stats log` proposes a day until this long after its shift ended (docs/rules/stats.md). */
const graceHours = 4;
const attempts = 5;

/** Whose day is meant, and who asks. */
export interface DayRequest {
  workspace: string;
  /** Whose stats. */
  userId: string;
  /** Who acts. */
  by: string;
  day: string;
}

/** The person's working day right now, with `grace` the one whose shift ended less than so many hours ago. */
export function todayOf(desk: Desk, person: Person, grace = 0): string {
  return workingDay(person, desk.clock.now(), grace);
}

/** What the form starts with: the day proposed, and what is known of it. */
export async function prepareLog(
  desk: Desk,
  { workspace, userId, by, day }: Omit<DayRequest, 'day'> & { day?: string },
): Promise<{ person: Person; day: string; fact: FactFields | null; locked: boolean }> {
  const person = await assertMayLog(desk, { workspace, userId, by });
  const chosen = day ?? todayOf(desk, person, graceHours);
  const fact = await getFact(desk, { workspace, day: chosen, agent: userId });
  return { person, day: chosen, fact, locked: await locked(desk, person, chosen, fact) };
}

/** What became of logging a day: saved, or there is a record and the person has to say that it may go. */
export type LogOutcome = { saved: FactFields } | { exists: FactFields };

/**
 * Logs a day's figures. An existing record is replaced only when `replaces` names the revision that the person saw and
 * agreed to replace; otherwise it is returned to be asked about.
 * @throws UserError for a future or locked day, NotAllowed for someone else's day without the role.
 */
export async function logDay(
  desk: Desk,
  request: DayRequest & { figures: Figures; replaces?: number },
): Promise<LogOutcome> {
  const { workspace, userId, by, day, figures, replaces } = request;
  const person = await assertMayLog(desk, { workspace, userId, by });
  const today = todayOf(desk, person);
  if (day > today)
    throw new UserError(`${day} is in the future. Log days until today, ${today}.`, { field: 'date' });
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = await getFact(desk, { workspace, day, agent: userId });
    await assertOpen(desk, person, day, before);
    if (before?.log && sameFigures(figuresFrom(before, 'logged'), figures)) return { saved: before };
    if (before?.log && before.rev !== replaces) return { exists: before };
    const target = { ...ownerOf(person), workspace, day, rev: before?.rev ?? null };
    if (!(await writeLogged(desk, target, { figures, by, at: desk.clock.now(), before }))) continue;
    desk.events.emit('stats.logged', { workspace, userId, day });
    const saved = await getFact(desk, { workspace, day, agent: userId });
    if (saved) return { saved };
  }
  throw new UserError('This day is being changed by someone else. Please try again.');
}

/** Deletes the logged figures of a day; what was imported or observed stays. Returns what `restoreDay` needs. */
export async function deleteDay(desk: Desk, request: DayRequest): Promise<FactFields> {
  const { workspace, userId, by, day } = request;
  const person = await assertMayLog(desk, { workspace, userId, by });
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = await getFact(desk, { workspace, day, agent: userId });
    if (!before?.log) throw new UserError(`Nothing is logged for ${day}.`);
    await assertOpen(desk, person, day, before);
    const target = { ...ownerOf(person), workspace, day, rev: before.rev };
    if (!(await writeLogged(desk, target, { figures: null, by, at: desk.clock.now(), before }))) continue;
    desk.events.emit('stats.logged', { workspace, userId, day });
    return before;
  }
  throw new UserError('This day is being changed by someone else. Please try again.');
}

/** Brings back what was last deleted of a day, unless something was logged since. */
export async function restoreDay(desk: Desk, request: DayRequest): Promise<FactFields> {
  const fact = await getFact(desk, { workspace: request.workspace, day: request.day, agent: request.userId });
  const last = fact?.earlier.at(-1);
  if (!last || fact?.log) throw new UserError('There is nothing to bring back.');
  const outcome = await logDay(desk, { ...request, figures: last.figures });
  if ('exists' in outcome) throw new UserError('This day was logged again in the meantime.');
  return outcome.saved;
}

/** Opens a locked day again, so that it can be logged. @throws NotAllowed for all but leads. */
export async function unlockDay(desk: Desk, { workspace, userId, by, day }: DayRequest): Promise<void> {
  assertCan(await getPerson(desk, { workspace, userId: by }), 'stats.unlock');
  const person = await getPerson(desk, { workspace, userId });
  await unlockFact(desk, { ...ownerOf(person), workspace, day });
}

async function assertMayLog(desk: Desk, { workspace, userId, by }: Omit<DayRequest, 'day'>): Promise<Person> {
  const actor = await getPerson(desk, { workspace, userId: by });
  assertCan(actor, userId === by ? 'stats.own' : 'stats.logForOthers');
  if (userId === by) return actor;
  const person = await getPerson(desk, { workspace, userId });
  if (!can(person, 'stats.own'))
    throw new UserError(`${person.name} has no figures to log. Choose an agent or a contractor.`, {
      field: 'person',
    });
  return person;
}

async function assertOpen(desk: Desk, person: Person, day: string, fact: FactFields | null): Promise<void> {
  if (!(await locked(desk, person, day, fact))) return;
  const { stats } = await getSettings(desk, person.workspace);
  throw new UserError(
    `${day} is locked: days close after ${stats.lockAfterDays} days. A lead can unlock it: /stats day ${day} @person.`,
    { field: 'date' },
  );
}

async function locked(desk: Desk, person: Person, day: string, fact: FactFields | null): Promise<boolean> {
  const { stats } = await getSettings(desk, person.workspace);
  const today = todayOf(desk, person);
  return isLocked({ day, unlocked: fact?.unlocked ?? false }, { today, lockAfterDays: stats.lockAfterDays });
}

function ownerOf(person: Person) {
  return {
    agent: person.userId,
    agentName: person.name,
    teamLeader: person.teamLeader,
    supervisor: person.supervisor,
  };
}
