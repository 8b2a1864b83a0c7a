import { observedFigures } from '../../src/features/kpis/domain/fold.ts';
import { type Mark, marksOf } from '../../src/features/kpis/domain/marks.ts';
import { computeKpis, type Fact, workingDay } from '../../src/features/kpis/index.ts';
import type { HistoryEntry } from '../../src/features/tickets/index.ts';

/** Prints the figures of four tickets whose days depend on zones; run with different TZ it must print the same. */
const berlin = { timeZone: 'Europe/Berlin', shifts: null, overrides: [] };
const plans: Record<string, typeof berlin | (Omit<typeof berlin, 'shifts'> & { shifts: object })> = {
  bo: berlin,
  nat: { ...berlin, timeZone: 'America/New_York' },
  sina: { ...berlin, timeZone: 'Pacific/Apia' },
  kim: { ...berlin, shifts: { thursday: [{ from: '22:00', to: '06:00' }] } },
};

/** Agent, then the moments of creation, assignment, reply and resolution. */
const tickets: [string, string, string, string, string | null][] = [
  ['bo', '2026-10-25T00:30Z', '2026-10-25T00:40Z', '2026-10-25T01:10Z', '2026-10-25T01:30Z'],
  ['nat', '2026-12-31T22:30Z', '2026-12-31T22:40Z', '2026-12-31T23:10Z', '2027-01-01T05:30Z'],
  ['sina', '2026-11-19T09:30Z', '2026-11-19T09:30Z', '2026-11-19T11:30Z', null],
  ['kim', '2026-11-19T21:00Z', '2026-11-19T21:05Z', '2026-11-19T21:10Z', '2026-11-20T03:00Z'],
];

const marks: Mark[] = tickets.flatMap(([agent, created, assigned, replied, resolved]) => {
  const history: HistoryEntry[] = [
    { seq: 1, kind: 'opened', at: new Date(created), by: 'ana' },
    { seq: 2, kind: 'assigned', at: new Date(assigned), by: 'desk', assignee: { from: null, to: agent } },
    { seq: 3, kind: 'replied', at: new Date(replied), by: agent },
    ...(resolved ? [{ seq: 4, kind: 'resolved' as const, at: new Date(resolved), by: agent }] : []),
  ];
  const observed = { ticket: { createdAt: new Date(created) }, history, clocks: [], resolutionMinutes: null };
  return marksOf(observed, (who, moment) => workingDay((plans[who ?? 'bo'] ?? berlin) as never, moment, 0));
});

const facts: Fact[] = [...Map.groupBy(marks, ({ agent, day }) => `${agent} ${day}`)].flatMap(
  ([key, ofDay]) => {
    const [agent = '', day = ''] = key.split(' ');
    if (agent === 'null') return [];
    const cells = Object.fromEntries(
      Object.entries(observedFigures(ofDay)).map(([column, observed]) => [column, { observed }]),
    );
    return [{ day, agent, agentName: agent, teamLeader: null, supervisor: null, cells }];
  },
);
const created = marks.filter(({ kind }) => kind === 'created').map(({ day }) => day);
const rows = facts.map(({ agent, day, cells }) => [
  agent,
  day,
  cells.totalChats?.observed,
  cells.resolved?.observed,
  cells.pending?.observed,
]);
process.stdout.write(JSON.stringify({ created, rows, kpis: computeKpis(facts) }));
