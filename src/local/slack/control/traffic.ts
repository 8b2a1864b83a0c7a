import type { Json } from './types.ts';

/** One Web API call of the app. `GET /control/calls?method=&since=` */
export interface CallRecord {
  seq: number;
  /** Real time, ms since 1970. */
  at: number;
  method: string;
  arguments: Json;
  ok: boolean;
  error?: string;
  messages?: string[];
  status: number;
  tookMs: number;
}

/** One payload sent to the app. `GET /control/deliveries?type=&since=` */
export interface DeliveryRecord {
  seq: number;
  at: number;
  type: 'events_api' | 'slash_commands' | 'interactive' | 'options';
  /** The event's type, the command, or the interaction's type. */
  name: string;
  payload: Json;
  attempt: number;
  outcome: 'pending' | 'acked' | 'late' | 'failed';
  ackMs?: number;
  answer?: unknown;
  detail?: string;
}

/** Something the app did that Slack would have refused or shown as a failure. `GET /control/failures` */
export interface FailureRecord {
  seq: number;
  at: number;
  kind: 'refused_call' | 'not_acked' | 'late_ack' | 'bad_answer' | 'double_ack' | 'no_connection';
  /** The Web API method, or the delivery's name. */
  name: string;
  /** Slack's error code, or what was missing. */
  reason: string;
  messages?: string[];
}

/** `POST /control/faults`; `times` bounds how often it strikes, `seconds` how long (both: whichever ends first). */
export interface Fault {
  kind:
    | 'ratelimited'
    | 'server_error'
    | 'slow'
    | 'drop_socket'
    /** Sockets stay open and fall silent. */
    | 'stall_socket'
    /** Slack asks every socket to reconnect. */
    | 'disconnect'
    /** Events come twice. */
    | 'duplicate'
    | 'outage'
    /** The call takes effect, and its answer never arrives. */
    | 'lost_answer'
    /** HTTP mode: requests that the app must refuse. */
    | 'wrong_signature'
    | 'old_timestamp'
    | 'future_timestamp';
  /** Web API method; absent = all. */
  method?: string;
  seconds?: number;
  times?: number;
  /** `ratelimited`: the `Retry-After` it answers; default 1. */
  retryAfterSeconds?: number;
  /** `slow`: how long each answer is held; default 1000. */
  delayMs?: number;
}

/** `POST /control/clock`: exactly one of the first three, or `frozen`. */
export interface ClockChange {
  skipMinutes?: number;
  offsetMinutes?: number;
  /** An ISO time. */
  set?: string;
  frozen?: boolean;
}
