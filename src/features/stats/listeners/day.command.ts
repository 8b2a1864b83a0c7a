import type { Desk } from '../../../platform/desk.ts';
import type { CommandContext } from '../../../platform/slack/index.ts';
import { addDays, findFacts, getFact } from '../../kpis/index.ts';
import { can } from '../../people/index.ts';
import { isLocked } from '../domain/lock.ts';
import { dayLines } from '../domain/table.ts';
import { daysWatched, variances } from '../domain/variance.ts';
import { dayNotice, teamDayNotice } from '../views/tables.ts';
import { readTarget, type Target } from './target.ts';

/** `/stats day [date] [@person | team]` shows one day. */
export const onDay = (desk: Desk) => async (c: CommandContext) => {
  const target = await readTarget(desk, { workspace: c.workspace, userId: c.userId, args: c.args });
  await c.ack();
  await c.respond(
    target.person ? await personDay(desk, target, target.person.userId) : await teamDay(desk, target),
  );
};

async function personDay(desk: Desk, { reader, person, day, today, settings }: Target, agent: string) {
  const { workspace } = reader;
  const recent = await findFacts(desk, {
    workspace,
    agent,
    from: addDays(day, 1 - daysWatched),
    to: day,
  });
  const fact = recent.find((each) => each.day === day) ?? null;
  const lock = { today, lockAfterDays: settings.stats.lockAfterDays };
  // A day that was opened may have no figures yet, and then is not among those found.
  const stored = fact ?? (await getFact(desk, { workspace, day, agent }));
  const locked = isLocked({ day, unlocked: stored?.unlocked ?? false }, lock);
  return dayNotice({
    fact,
    day,
    agent,
    who: person?.name ?? '',
    locale: reader.locale,
    flags: fact && can(reader, 'stats.team') ? variances(fact, recent) : [],
    canDelete: Boolean(fact?.log) && !locked,
    canUnlock: locked && can(reader, 'stats.unlock'),
  });
}

async function teamDay(desk: Desk, { reader, day }: Target) {
  const facts = await findFacts(desk, { workspace: reader.workspace, from: day, to: day });
  const [line = { day, values: [], sources: [] }] = dayLines(facts, [day]);
  return teamDayNotice({ line, people: facts.length, locale: reader.locale });
}
