/** How one SLA clock of a ticket stands now, as cards and lists show it (docs/rules/sla.md, docs/rules/voice.md). */
export type ClockView = {
  clock: 'first_response' | 'next_response' | 'resolution';
  /** on_time > 50 % of the target left, soon 20–50 %, late < 20 % or breached. */
  state: 'on_time' | 'soon' | 'late' | 'paused' | 'met' | 'none';
  /** Null when the clock does not run. */
  dueAt: Date | null;
};
