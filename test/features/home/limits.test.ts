import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HomeContent } from '../../../src/features/home/domain/content.ts';
import { isCut, mostDays, spanOfFilters } from '../../../src/features/home/domain/filters.ts';
import { textSparkline } from '../../../src/features/home/domain/sparkline.ts';
import { homeView } from '../../../src/features/home/views/home.ts';
import { addDays, kpis, lengthOf } from '../../../src/features/kpis/index.ts';
import { checkView, viewTooLarge } from '../../../src/local/slack/blocks/check.ts';

const now = new Date('2026-11-20T09:00:00Z');
const none: HomeContent = {
  locale: 'en-GB',
  roles: ['customer'],
  asOf: now,
  customer: null,
  agent: null,
  own: null,
  lead: null,
  manager: null,
  owner: null,
};

/** The longest of everything: texts of 10,000 characters, 500 agents, 10,000 tickets. */
function longest(name: string): HomeContent {
  const ticket = (number: number) => ({
    _id: 'x'.repeat(21),
    number,
    subject: name,
    status: 'in_progress' as const,
    priority: 'urgent' as const,
  });
  const line = { ticket: ticket(10_000), clocks: [] };
  const many = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
  const agentLine = {
    name,
    handled: 123_456,
    firstResponseSeconds: 1e7,
    resolutionMinutes: 1e7,
    firstResponseSla: 99.9,
    resolutionSla: 99.9,
    csat: 100,
  };
  return {
    ...none,
    roles: ['owner', 'manager', 'lead', 'agent'],
    owner: {
      setUp: false,
      checklist: many(6, { what: 'Channel for tickets', done: false, command: 'home.setup' as const }),
    },
    manager: {
      alerts: many(5, { number: 10_000, subject: name, ticketId: 'x'.repeat(21), since: now }),
      late: many(5, { ticket: ticket(9_999), since: now }).map((one, index) => ({
        ...one,
        ticket: { ...one.ticket, _id: `late${index}` },
      })),
      lateInTotal: 10_000,
      soon: many(5, { ticket: ticket(9_998), dueAt: now }),
      free: many(20, name),
      journeys: many(5, {
        title: name,
        figures: {
          started: 1_000_000,
          finished: 999_999,
          givenUp: [{ question: 'q', ask: name, count: 1 }],
          medianMinutes: 10_000,
        },
      }),
      journeysInTotal: 100,
    },
    agent: {
      availabilityLine: 'You are 🟢 available until 18:00',
      availability: 'available',
      mine: many(8, line),
      mineInTotal: 100,
      seesTeam: true,
      queueLength: 10_000,
      next: line.ticket,
      today: null,
      own: agentLine,
      ownDays: 30,
    },
    lead: {
      filters: {
        agent: 'U0BO',
        teamLeader: 'U0LEAD',
        supervisor: 'U0MANAGER',
        from: '2026-01-01',
        to: '2026-11-20',
      },
      from: '2026-01-01',
      to: '2026-11-20',
      isCut: true,
      kpis: kpis.map(({ key }) => ({
        key,
        value: 123_456_789.123,
        change: { amount: 123_456.7, in: 'percent' },
        trend: many(366, 1e9),
      })),
      byStatus: {
        new: 10_000,
        assigned: 10_000,
        in_progress: 10_000,
        waiting_on_customer: 10_000,
        resolved: 10_000,
        closed: 10_000,
        cancelled: 10_000,
      },
      waiting: many(3, { ticket: ticket(9_997), why: '500 lack a skill it needs, 3 are off shift' }),
      agents: many(500, { name, availability: 'available' as const, load: 25, capacity: 25 }),
      today: { created: 10_000, resolved: 10_000, breached: 10_000 },
      table: many(500, agentLine),
      page: 33,
    },
    customer: { tickets: many(20, line), more: true },
    own: { availabilityLine: 'You are 🟢 available until 18:00', availability: 'available', seesTeam: true },
  };
}

/** What Slack would object to; Home shows no pictures, so nothing of a workspace is looked at. */
function objections(content: HomeContent): string[] {
  const view = homeView(content) as never;
  const caller = { token: { scopes: [] } } as never;
  return [...checkView(caller, view, 'home'), ...(viewTooLarge(view) ? ['view_too_large'] : [])];
}

describe('Home stays within Slack’s limits', () => {
  test.each([
    ['Latin letters', 'W'],
    ['what is escaped', '&<>'],
    ['emoji', '👩‍👩‍👧‍👦'],
    ['CJK', '王'],
    ['right to left', 'محمد '],
    ['line breaks and fences', '```\n'],
  ])('for somebody with every role and names of %s', (_, part) => {
    const content = longest(part.repeat(10_000));
    expect(objections(content)).toEqual([]);
    const { blocks } = homeView(content);
    expect(blocks.length).toBeLessThanOrEqual(100);
    expect(JSON.stringify(blocks.slice(-2))).toContain('Refresh');
  });

  test.each(['owner', 'manager', 'lead', 'agent', 'own', 'customer'] as const)(
    'for one who is only %s',
    (role) => {
      expect(objections({ ...none, [role]: longest('W'.repeat(10_000))[role] })).toEqual([]);
    },
  );

  test('with nothing at all it says what to do', () => {
    const full = longest('x');
    const empty: HomeContent = {
      ...none,
      manager: { alerts: [], late: [], lateInTotal: 0, soon: [], free: [], journeys: [], journeysInTotal: 0 },
      agent: { ...full.agent!, mine: [], mineInTotal: 0, next: null, queueLength: 0, own: null },
      lead: {
        ...full.lead!,
        filters: {},
        isCut: false,
        kpis: kpis.map(({ key }) => ({ key, value: null, change: null, trend: [null, null] })),
        waiting: [],
        agents: [],
        table: [],
        page: 0,
      },
      customer: { tickets: [], more: false },
    };
    expect(objections(empty)).toEqual([]);
    const text = JSON.stringify(homeView(empty));
    for (const words of [
      'Nothing is late, and nothing is due soon.',
      'Take one from the queue',
      'New tickets appear in the triage channel',
      'An owner adds them with',
      'Agents log theirs with',
      'You have no open request',
    ])
      expect(text).toContain(words);
    expect(text.match(/\*no data\*/g)).toHaveLength(10);
    expect(text).not.toMatch(/NaN|undefined|null/);
  });

  test('a contractor does not see the queue', () => {
    const agent = { ...longest('secret subject').agent!, seesTeam: false, mine: [] };
    expect(JSON.stringify(homeView({ ...none, agent }))).not.toMatch(/secret subject|home\.queue/);
  });
});

describe('the days of the filters', () => {
  const day = fc.integer({ min: 0, max: 4_000 }).map((count) => addDays('2020-01-01', count));
  const chosen = fc.option(day, { nil: undefined });

  test('are never reversed, never in the future, never more than a year', () => {
    fc.assert(
      fc.property(chosen, chosen, day, (from, to, today) => {
        const span = spanOfFilters({ ...(from ? { from } : {}), ...(to ? { to } : {}) }, today);
        expect(span.from <= span.to && span.to <= today).toBe(true);
        expect(lengthOf(span)).toBeLessThanOrEqual(mostDays);
        if (from && to && from <= to && to <= today && lengthOf({ from, to }) <= mostDays)
          expect(span).toEqual({ from, to });
        const asked = { from: from ?? span.from, to: to && to < today ? to : today };
        expect(isCut({ ...(from ? { from } : {}), ...(to ? { to } : {}) }, today)).toBe(
          asked.from < span.from && asked.from <= asked.to,
        );
      }),
    );
  });

  test.each([
    ['nothing', {}, '2026-11-14', '2026-11-20'],
    ['from after to', { from: '2026-11-18', to: '2026-11-10' }, '2026-11-04', '2026-11-10'],
    ['the future', { from: '2027-01-01', to: '2027-02-01' }, '2026-11-14', '2026-11-20'],
    ['29 February', { from: '2024-02-29', to: '2024-02-29' }, '2024-02-29', '2024-02-29'],
    ['week 53', { from: '2020-12-28', to: '2021-01-03' }, '2020-12-28', '2021-01-03'],
  ])('%s', (_, filters, from, to) => {
    expect(spanOfFilters(filters, '2026-11-20')).toEqual({ from, to });
  });

  test('a sparkline keeps gaps as gaps', () => {
    expect(textSparkline([1, null, 3, 2])).toBe('▁·█▄');
    expect(textSparkline([null, null])).toBe('');
    expect(textSparkline([5, 5])).toBe('▄▄');
  });
});
