import { type DaySpan, formatFigure, kpis } from '../../kpis/index.ts';
import type { DigestContent } from './content.ts';
import { intakeName } from './figure-words.ts';

/** What reads differently in `after`, one line each: the KPIs, then the days of the span, then agents. */
export function changesSince(before: DigestContent, after: DigestContent, span: DaySpan): string[] {
  return [
    ...figureChanges(before, after),
    ...dayChanges(before, after, span),
    ...agentChanges(before, after),
  ];
}

function figureChanges(before: DigestContent, after: DigestContent): string[] {
  return kpis.flatMap(({ key, label, unit }) => {
    const words = ({ figures, locale }: DigestContent) =>
      formatFigure(figures.find((figure) => figure.key === key)?.value ?? null, unit, locale);
    return changed(label, words(before), words(after));
  });
}

function dayChanges(before: DigestContent, after: DigestContent, { from, to }: DaySpan): string[] {
  const lines: [string, 'count' | 'percent', (content: DigestContent) => (number | null)[]][] = [
    [intakeName(after), 'count', ({ flow }) => flow.opened],
    ['Resolved', 'count', ({ flow }) => flow.resolved],
    ['Breached', 'count', ({ flow }) => flow.breached],
    ['First response within SLA', 'percent', ({ sla }) => sla.firstResponse],
    ['Resolution within SLA', 'percent', ({ sla }) => sla.resolution],
  ];
  const days = after.days.filter(({ key }) => from <= key && key <= to);
  return days.flatMap(({ key, label }) =>
    lines.flatMap(([name, unit, values]) => {
      const words = (content: DigestContent) => {
        const index = content.days.findIndex((day) => day.key === key);
        return formatFigure(values(content)[index] ?? null, unit, content.locale);
      };
      return changed(`${name} on ${label}`, words(before), words(after));
    }),
  );
}

function agentChanges(before: DigestContent, after: DigestContent): string[] {
  const earlier = new Map(before.agents.map(({ id, handled }) => [id, handled]));
  const later = new Map(after.agents.map(({ id, handled }) => [id, handled]));
  const names = new Map([...before.agents, ...after.agents].map(({ id, name }) => [id, name]));
  return [...names].flatMap(([id, name]) => {
    const words = (handled: Map<string, number>) =>
      formatFigure(handled.get(id) ?? null, 'count', after.locale);
    return changed(`Handled by ${name.slice(0, 40)}`, words(earlier), words(later));
  });
}

function changed(what: string, was: string, is: string): string[] {
  return was === is ? [] : [`${what}: ${is}, was ${was}`];
}
