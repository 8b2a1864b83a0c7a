/** What escalation does when a share of a clock's target has passed (docs/rules/escalation.md). */
export const CHAIN_ACTIONS = [
  'notify_assignee',
  'notify_lead',
  'notify_manager',
  'post_alert',
  'raise_priority',
  'reassign',
] as const;
export type ChainAction = (typeof CHAIN_ACTIONS)[number];

/** One step of a chain. */
export type ChainStep = {
  /** Percent of the target, 1–100 … 100 is the breach. */
  at: number;
  do: ChainAction[];
  /** Says it again every so many minutes until someone acknowledges, at most `times` (≤ 5). */
  repeatEveryMinutes?: number | undefined;
  times?: number | undefined;
  /** Mentions people who are off shift too. */
  offShiftToo?: boolean | undefined;
};

/**
 * What happens where a policy names no chain: warnings to the assignee, and on the breach what docs/rules/escalation.md
 * says.
 */
export const DEFAULT_CHAIN: ChainStep[] = [
  { at: 75, do: ['notify_assignee'] },
  { at: 95, do: ['notify_assignee'] },
  { at: 100, do: ['raise_priority', 'post_alert'] },
];
