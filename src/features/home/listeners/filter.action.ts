import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext } from '../../../platform/slack/index.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import type { HomeFilters } from '../domain/filters.ts';
import { changeHome, homeOf } from '../service/publish.ts';

/** One of the filters was chosen or emptied: kept for this person, from the first page. */
export const onFilter = (desk: Desk, field: keyof HomeFilters) => async (c: ActionContext) => {
  await assertLead(desk, c);
  const { [field]: _, ...others } = (await homeOf(desk, c.workspace, c.userId))?.filters ?? {};
  const filters = c.value ? { ...others, [field]: c.value } : others;
  await changeHome(desk, c.workspace, c.userId, { filters, agentsPage: 0 });
};

/** All filters off. */
export const onClear = (desk: Desk) => async (c: ActionContext) => {
  await assertLead(desk, c);
  await changeHome(desk, c.workspace, c.userId, { filters: {}, agentsPage: 0 });
};

/** Another page of the agent table. */
export const onPage = (desk: Desk) => async (c: ActionContext) => {
  await assertLead(desk, c);
  await changeHome(desk, c.workspace, c.userId, { agentsPage: Math.max(0, Number(c.value) || 0) });
};

async function assertLead(desk: Desk, c: ActionContext): Promise<void> {
  assertCan(await getPerson(desk, { workspace: c.workspace, userId: c.userId }), 'home.team');
}
