import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext } from '../../../platform/slack/index.ts';
import { columns, countingValue, findFacts, workingDay } from '../../kpis/index.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { getSettings } from '../../settings/index.ts';
import { spanOfFilters } from '../domain/filters.ts';
import { homeOf } from '../service/publish.ts';
import { sourcesView } from '../views/sources.ts';

/** “Where do these come from?”: the sources of the figures shown. */
export const onSources = (desk: Desk) => async (c: ActionContext) => {
  const { workspace, userId } = c;
  assertCan(await getPerson(desk, { workspace, userId }), 'home.team');
  const { timeZone } = await getSettings(desk, workspace);
  const { from, to, ...people } = (await homeOf(desk, workspace, userId))?.filters ?? {};
  const today = workingDay({ timeZone, shifts: null, overrides: [] }, desk.clock.now(), 0);
  const span = spanOfFilters({ ...(from ? { from } : {}), ...(to ? { to } : {}) }, today);
  const facts = await findFacts(desk, { workspace, ...people, ...span });
  const counts = columns.map(({ key }) => {
    const count = { column: key as string, imported: 0, logged: 0, observed: 0 };
    for (const fact of facts) {
      const found = countingValue(fact.cells[key]);
      if (found) count[found.source] += 1;
    }
    return count;
  });
  await c.openModal(sourcesView(counts, span));
};
