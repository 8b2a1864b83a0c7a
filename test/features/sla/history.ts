import type { ClockEntry, Policy, PolicySubject, Targets } from '../../../src/features/sla/domain/types.ts';

/** A moment of Friday 20 November 2026, UTC; `26:30` is half past two of the next day. */
export const at = (time: string): Date => {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return new Date(Date.UTC(2026, 10, 20, hours, minutes, seconds));
};

type Step = Omit<ClockEntry, 'seq' | 'at'> & { time: string };

/** A history from its steps, in order. */
export const history = (...steps: Step[]): ClockEntry[] =>
  steps.map(({ time, ...entry }, index) => ({ ...entry, seq: index + 1, at: at(time) }));

export const opened = (time: string, priority: 'urgent' | 'high' | 'medium' | 'low' = 'medium'): Step => ({
  time,
  kind: 'opened',
  by: 'customer',
  status: { from: null, to: 'new' },
  priority: { from: null, to: priority },
});

export const moved = (time: string, kind: Step['kind'], from: Status, to: Status, by = 'agent'): Step => ({
  time,
  kind,
  by,
  status: { from, to },
});

export const prioritised = (time: string, to: 'urgent' | 'high' | 'medium' | 'low', by = 'lead'): Step => ({
  time,
  kind: 'priority_changed',
  by,
  priority: { from: 'medium', to },
});

export const said = (time: string, kind: Step['kind'], by = 'agent'): Step => ({ time, kind, by });

type Status = NonNullable<ClockEntry['status']>['to'];

const hours = (first: number | null, resolution: number | null, next: number | null = null): Targets => ({
  first_response: first === null ? null : first * 60,
  next_response: next === null ? null : next * 60,
  resolution: resolution === null ? null : resolution * 60,
});

/** Around the clock; first response by priority 0.5 h, 2 h, 3 h, 4 h, resolution 24 h. */
export const policy = (changes: Partial<Policy> = {}): Policy => ({
  key: 'standard',
  name: 'Standard',
  match: {},
  targets: { urgent: hours(0.5, 24), high: hours(2, 24), medium: hours(3, 24), low: hours(4, 24) },
  calendar: { key: '24x7', name: 'Always open', zone: 'UTC', hours: '24x7', holidays: [] },
  pausesIn: ['waiting_on_customer'],
  restartOnReopen: false,
  chain: [],
  ...changes,
});

/** The same first-response and resolution target in hours for each priority. */
export const everyPriority = (
  first: number | null,
  resolution: number | null,
  next: number | null = null,
) => ({
  urgent: hours(first, resolution, next),
  high: hours(first, resolution, next),
  medium: hours(first, resolution, next),
  low: hours(first, resolution, next),
});

export const subject = (changes: Partial<PolicySubject> = {}): PolicySubject => ({
  slaPolicy: null,
  category: 'general',
  tags: [],
  journey: null,
  createdAt: at('10:00'),
  ...changes,
});
