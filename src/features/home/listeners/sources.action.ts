import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext } from '../../../platform/slack/index.ts';
import { columns, countingValue, findFacts } from '../../kpis/index.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { shownSpan } from '../service/span.ts';
import { sourcesView } from '../views/sources.ts';

/** “Where do these come from?”: the sources of the figures shown. */
export const onSources = (desk: Desk) => async (c: ActionContext) => {
  const { workspace, userId } = c;
  assertCan(await getPerson(desk, { workspace, userId }), 'home.team');
  const { span, people } = await shownSpan(desk, workspace, userId);
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
