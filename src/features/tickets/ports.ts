import type { ClockView } from './domain/clock-view.ts';
import type { Ticket } from './domain/types.ts';

/** What the tickets feature needs of features that it does not import; app.ts gives them. */
export type TicketPorts = {
  /** The ticket's SLA clocks as they stand at `now`. */
  clocksOf(workspace: string, ticket: Ticket, now: Date): Promise<readonly ClockView[]>;
};

/** Ports of a desk without SLAs. */
export const noPorts: TicketPorts = { clocksOf: async () => [] };
