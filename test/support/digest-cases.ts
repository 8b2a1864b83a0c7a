import { type DigestContent, digestFigures } from '../../src/features/digests/domain/content.ts';
import { dayLabel } from '../../src/features/digests/domain/words.ts';
import { addDays, computeKpis, daysOf, type Fact, kpiTrends } from '../../src/features/kpis/index.ts';

/** What a case differs in. */
interface Case {
  days: number;
  agents: string[];
  /** True where the desk has no figures at all. */
  empty?: boolean;
  /** Only the last day has figures. */
  lastDayOnly?: boolean;
  name?: string;
}

const last = '2026-11-19';
const few = ['Bo Larsen', 'Cy Adeyemi', 'Dee Moreau', 'Lee Park'];
const longNames = [
  'Maximiliane-Friederike von Hohenstein-Waldeck',
  'Δήμητρα Παπαδοπούλου-Κωνσταντινίδη',
  'Александра Вознесенская-Преображенская',
  'محمد عبد الرحمن بن علي الفارسي',
  'דנה לוי־אברמוביץ׳',
  'Žofie 🦊 Nováková',
  '王小明',
  '김민준',
  'さくら',
];

/** The pictures of docs/pictures, and the data of each. */
export const digestCases: Record<string, Case> = {
  usual: { days: 14, agents: few },
  empty: { days: 14, agents: [], empty: true },
  'one-day': { days: 14, agents: few, lastDayOnly: true },
  'one-agent': { days: 14, agents: ['Bo Larsen'] },
  '90-days': { days: 90, agents: few },
  '500-agents': { days: 14, agents: Array.from({ length: 500 }, (_, index) => `Agent ${index + 1}`) },
  'long-names': { days: 14, agents: longNames, name: 'Customer care, second line, returns and complaints' },
};

/** A digest of a case. Made up from fixed numbers, so that it is the same on every machine. */
export function digestCase(name: string): DigestContent {
  const { days: count, agents, empty, lastDayOnly, name: title = 'Support' } = digestCases[name] as Case;
  const days = daysOf({ from: addDays(last, 1 - count), to: last });
  const filled = empty ? [] : lastDayOnly ? days.slice(-1) : days.filter((_, index) => index % 7 !== 2);
  const facts = filled.flatMap((day, index) =>
    agents.map((agent, position) => fact(day, agent, index, position)),
  );
  const on = (day: string) => facts.filter((each) => each.day === day);
  const flow = (scale: number) =>
    days.map((day, index) => (filled.includes(day) ? Math.round(scale * wave(index)) : null));
  return {
    name: title,
    span: 'Thursday 19 November 2026',
    timeZone: 'Europe/Berlin',
    asOf: 'Fri 09:00',
    comparedWith: 'vs last Thu',
    locale: 'en-GB',
    figures: digestFigures(computeKpis(on(last)), computeKpis(on(addDays(last, -7))), kpiTrends(facts, days)),
    days: days.map((key) => ({ key, label: dayLabel(key, 'en-GB') })),
    flow: { intake: 'created', opened: flow(42), resolved: flow(39), breached: flow(4) },
    sla: {
      firstResponse: days.map((day, index) => (filled.includes(day) ? 100 - 9 * wave(index) : null)),
      resolution: days.map((day, index) => (filled.includes(day) ? 100 - 14 * wave(index + 3) : null)),
      target: 95,
    },
    agents: on(last)
      .map(({ agent, agentName, cells }) => ({
        id: agent,
        name: agentName,
        handled: cells.resolved?.observed ?? 0,
      }))
      .toSorted((a, b) => b.handled - a.handled),
  };
}

/** Between 0.5 and 1, up and down with the week. */
function wave(index: number): number {
  return 0.75 + 0.25 * Math.sin((index * 2 * Math.PI) / 7 + index / 5);
}

function fact(day: string, agent: string, index: number, position: number): Fact {
  const share = wave(index + position);
  const observed = (value: number) => ({ observed: Math.round(value) });
  return {
    day,
    agent,
    agentName: agent,
    teamLeader: null,
    supervisor: null,
    cells: {
      totalChats: observed(40 * share),
      resolved: observed(30 * share - (position % 9)),
      pending: observed(8 * share),
      escalations: observed(2 * share - 1),
      csat: observed(88 + 10 * share),
      avgResponseTime: observed(2_400 * share),
      avgQueueTime: observed(180 * share),
      avgChatDuration: { imported: Math.round(120 * share) / 10 },
    },
  };
}
