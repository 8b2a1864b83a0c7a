import type { ClockView } from './domain/clock-view.ts';
import type { Ticket } from './domain/types.ts';

/** What the tickets feature needs of features that it does not import; app.ts gives them. */
export type TicketPorts = {
  /** The SLA clocks of each ticket as they stand at `now`, in the order of the tickets. */
  clocksOf(workspace: string, tickets: readonly Ticket[], now: Date): Promise<readonly ClockView[][]>;
  /** Whether another feature takes this person's file from the app's messages, so that it is no message to a ticket. */
  takesFile(file: { workspace: string; userId: string; name: string }): Promise<boolean>;
};

/** Ports of a desk without SLAs and imports. */
export const noPorts: TicketPorts = {
  clocksOf: async (_workspace, tickets) => tickets.map(() => []),
  takesFile: async () => false,
};
