import type { Desk } from '../../../platform/desk.ts';
import type { CommandContext } from '../../../platform/slack/index.ts';
import { daysOf, findFacts } from '../../kpis/index.ts';
import { dayLines } from '../domain/table.ts';
import { weekOf } from '../domain/week.ts';
import { weekNotice } from '../views/tables.ts';
import { readTarget } from './target.ts';

/** `/stats week [date] [@person | team]` shows the week of that day with its averages. */
export const onWeek = (desk: Desk) => async (c: CommandContext) => {
  const { workspace, userId, args } = c;
  const { reader, person, day, settings } = await readTarget(desk, { workspace, userId, args });
  const span = weekOf(day, settings.weekStart);
  const agent = person ? { agent: person.userId } : {};
  const facts = await findFacts(desk, { workspace, ...span, ...agent });
  await c.ack();
  await c.respond(
    weekNotice({
      who: person?.name ?? 'team',
      span,
      lines: dayLines(facts, daysOf(span)),
      locale: reader.locale,
    }),
  );
};
