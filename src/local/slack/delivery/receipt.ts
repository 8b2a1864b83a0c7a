import type { Failure } from '../control/types.ts';

/** What goes to the app: one envelope over a socket, or one signed request. */
export interface Parcel {
  type: 'events_api' | 'slash_commands' | 'interactive' | 'options';
  /** Event type, command or interaction type; for people who read logs. */
  name: string;
  payload: Record<string, unknown>;
  /** 0 for the first try of an event. */
  attempt: number;
  retryReason?: string;
}

/** How the app took it. */
export type Receipt =
  | { acked: true; answer: unknown }
  | { acked: false; kind: Failure['kind']; detail: string; reason: string; noRetry?: boolean };

/** A way to the app. */
export interface Transport {
  send(parcel: Parcel): Promise<Receipt>;
}
