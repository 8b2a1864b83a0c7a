import type { Desk } from '../../../platform/desk.ts';
import {
  addDays,
  computeKpis,
  type DayFlow,
  type DaySpan,
  daysOf,
  type Fact,
  figureOf,
  findDayTotals,
  findFacts,
  flowOfAgents,
  flowOfTeam,
  kpiTrends,
  lengthOf,
} from '../../kpis/index.ts';
import { findPeople } from '../../people/index.ts';
import { getSettings } from '../../settings/index.ts';
import { type DigestContent, digestFigures } from '../domain/content.ts';
import type { DigestFilters } from '../domain/definition.ts';
import { comparedSpan, type SpanKind } from '../domain/occurrence.ts';
import { comparisonInWords, dayLabel, spanInWords, stamp } from '../domain/words.ts';

/** What is asked for. */
export interface ContentRequest extends DaySpan {
  workspace: string;
  name: string;
  span: SpanKind;
  timeZone: string;
  filters: DigestFilters;
}

const sparklineDays = 14;
const mostDays = 90;
/** The share of clocks that should be met, in per cent. */
const slaTarget = 95;

/** Reads the figures of a digest's days as they are now. */
export async function digestContent(desk: Desk, request: ContentRequest): Promise<DigestContent> {
  const { workspace, name, span: kind, timeZone, filters, from, to } = request;
  const { locale } = await getSettings(desk, workspace);
  const length = Math.min(mostDays, Math.max(sparklineDays, lengthOf({ from, to })));
  const shown = { from: addDays(to, 1 - length), to };
  const compared = comparedSpan(kind, { from, to });
  const earliest = [shown.from, from, compared?.from ?? from].toSorted()[0] ?? from;
  const facts = await findFacts(desk, { workspace, ...filters, from: earliest, to });
  const days = daysOf(shown);
  const isNarrow = Object.values(filters).some(Boolean);
  const flow = isNarrow
    ? flowOfAgents(facts)
    : flowOfTeam(await findDayTotals(desk, { workspace, ...shown }));
  const inSpan = (span: DaySpan) => facts.filter(({ day }) => span.from <= day && day <= span.to);
  return {
    name: await titleOf(desk, workspace, name, filters),
    span: `${spanInWords({ from, to }, locale)}${kind === 'today' ? ' so far' : ''}`,
    timeZone,
    asOf: stamp(desk.clock.now(), timeZone, locale),
    comparedWith: comparisonInWords(kind, { from, to }, locale),
    locale,
    figures: digestFigures(
      computeKpis(inSpan({ from, to })),
      compared && computeKpis(inSpan(compared)),
      kpiTrends(facts, days),
    ),
    days: days.map((key) => ({ key, label: dayLabel(key, locale) })),
    flow: {
      intake: isNarrow ? 'assigned' : 'created',
      opened: perDay(days, flow, (day) => day.opened),
      resolved: perDay(days, flow, (day) => day.resolved),
      breached: perDay(days, flow, (day) => day.breached),
    },
    sla: {
      firstResponse: perDay(days, flow, (day) => percentMet(day.firstResponseMet, day.firstResponseBreached)),
      resolution: perDay(days, flow, (day) => percentMet(day.resolutionMet, day.resolutionBreached)),
      target: slaTarget,
    },
    agents: handledBy(inSpan({ from, to })),
  };
}

function perDay(
  days: readonly string[],
  totals: readonly DayFlow[],
  figure: (day: DayFlow) => number | null,
): (number | null)[] {
  const byDay = new Map(totals.map((day) => [day.day, day]));
  return days.map((day) => {
    const found = byDay.get(day);
    return found ? figure(found) : null;
  });
}

function percentMet(met: number, breached: number): number | null {
  return met + breached === 0 ? null : (100 * met) / (met + breached);
}

/** The name, and whom the digest is narrowed to: `Support, team of Lee Park`. */
async function titleOf(desk: Desk, workspace: string, name: string, filters: DigestFilters): Promise<string> {
  const { agent, teamLeader, supervisor } = filters;
  const userIds = [agent, teamLeader, supervisor].filter((id) => id !== undefined);
  if (userIds.length === 0) return name;
  const people = await findPeople(desk, { workspace, userIds });
  const called = (id: string) => people.find(({ userId }) => userId === id)?.name ?? id;
  return [
    name,
    ...(agent ? [called(agent)] : []),
    ...(teamLeader ? [`team of ${called(teamLeader)}`] : []),
    ...(supervisor ? [`supervised by ${called(supervisor)}`] : []),
  ].join(', ');
}

/** Agents with what they resolved, most first, equal ones by name. */
function handledBy(facts: readonly Fact[]): DigestContent['agents'] {
  return [...Map.groupBy(facts, ({ agent }) => agent).values()]
    .map((rows) => ({
      id: rows[0]?.agent ?? '',
      name: rows.at(-1)?.agentName ?? '',
      handled: rows.reduce((sum, row) => sum + (figureOf(row, 'resolved') ?? 0), 0),
    }))
    .toSorted((one, other) => other.handled - one.handled || one.name.localeCompare(other.name, 'en'));
}
