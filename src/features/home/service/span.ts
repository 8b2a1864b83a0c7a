import type { Desk } from '../../../platform/desk.ts';
import { type DaySpan, workingDay } from '../../kpis/index.ts';
import { getSettings } from '../../settings/index.ts';
import { type HomeFilters, spanOfFilters } from '../domain/filters.ts';
import { homeOf } from './publish.ts';

/** The days and people that a person's Home shows now. */
export async function shownSpan(
  desk: Desk,
  workspace: string,
  userId: string,
): Promise<{ span: DaySpan; people: Pick<HomeFilters, 'agent' | 'teamLeader' | 'supervisor'> }> {
  const { timeZone } = await getSettings(desk, workspace);
  const { from, to, ...people } = (await homeOf(desk, workspace, userId))?.filters ?? {};
  const today = workingDay({ timeZone, shifts: null, overrides: [] }, desk.clock.now(), 0);
  const span = spanOfFilters({ ...(from ? { from } : {}), ...(to ? { to } : {}) }, today);
  return { span, people };
}
