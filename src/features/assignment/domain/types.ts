/** Why an agent does not get a ticket now. */
export type Reason =
  | 'own_request'
  | 'returned_it'
  | 'not_available'
  | 'off_shift'
  | 'lacks_skills'
  | 'full'
  | 'plan';

export type AssignmentMode = 'round_robin' | 'balanced';

/** What assignment looks at in an agent. */
export type Candidate = {
  userId: string;
  available: boolean;
  onShift: boolean;
  skills: readonly string[];
  capacity: number;
  /** Open tickets that use capacity. */
  load: number;
  lastAssignedAt: Date | null;
};

/** What assignment looks at in a ticket that waits. */
export type WaitingTicket = {
  ticketId: string;
  requester: string;
  skills: readonly string[];
  /** Agents who returned the ticket and whose next shift has not begun. */
  returnedBy: readonly string[];
  /** The only agents whom the customer's plan allows; null allows all. */
  allowedAgents: readonly string[] | null;
};

/** Why this agent got the ticket, and by reason how many others did not. */
export type Explanation = {
  mode: AssignmentMode;
  /** The agent's last assignment before this one. */
  lastAssignedAt: Date | null;
  /** The agent's open tickets before this one. */
  load: number;
  capacity: number;
  /** How many agents could have had it, this one included. */
  eligible: number;
  others: Partial<Record<Reason, number>>;
  /** Who they were, as many as there is room for. */
  names: Partial<Record<Reason, string[]>>;
};

/** A ticket goes to an agent; `at` is the agent's new turn. */
export type Choice = { ticketId: string; agent: Candidate; at: Date; why: Explanation };

/** A ticket stays; by reason how many agents could not have it. */
export type Unassigned = { ticketId: string; others: Partial<Record<Reason, number>> };

export type Plan = { choices: Choice[]; unassigned: Unassigned[] };
