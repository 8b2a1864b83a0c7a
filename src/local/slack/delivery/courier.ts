import type { Failure, Json } from '../control/types.ts';
import { postDue } from '../conversation/scheduled.ts';
import type { Retry } from '../state/records.ts';
import type { World } from '../state/world.ts';
import type { Parcel, Receipt } from './receipt.ts';
import { SignedHttp } from './signed-http.ts';
import { SocketHub } from './sockets.ts';

/** Slack's waits before the second, third and fourth try of an event, in ms. */
const retryAfterMs = [0, 60_000, 300_000];
const checkEveryMs = 100;

/** What a person is told when the app did not do its part. */
const told: Record<Failure['kind'], string> = {
  no_connection: 'This app is not responding. Try again later.',
  not_acked: 'The app did not respond in time.',
  late: 'The app did not respond in time.',
  http_status: 'The app did not respond correctly.',
  bad_answer: 'We had some trouble connecting. Try again?',
};

export type Outcome =
  | { acked: true; answer: unknown; ackMs: number }
  | { acked: false; failure: Failure; ackMs: number; receipt: Exclude<Receipt, { acked: true }> };

/** Brings every payload to the app, by socket or signed HTTP, notes how it was taken, and repeats events. */
export class Courier {
  readonly sockets: SocketHub;
  readonly #world: World;
  readonly #http: SignedHttp;
  readonly #timer: NodeJS.Timeout;
  readonly #inFlight = new Map<string, Promise<unknown>>();

  constructor(world: World) {
    this.#world = world;
    this.sockets = new SocketHub(world);
    this.#http = new SignedHttp(world);
    this.#timer = setInterval(() => {
      this.#sendDueRetries();
      postDue(world);
    }, checkEveryMs).unref();
  }

  get mode(): 'socket' | 'http' {
    return this.#world.requestUrl === undefined && this.#world.manifest.settings.socket_mode_enabled
      ? 'socket'
      : 'http';
  }

  /** Delivers an interaction or command once and waits for its ack; a failure is noted, and told to `user`. */
  async interact(parcel: Omit<Parcel, 'attempt'>, user: string, channel?: string): Promise<Outcome> {
    const outcome = await this.#deliver({ ...parcel, attempt: 0 });
    if (!outcome.acked) this.#world.changes.emit('notice', user, outcome.failure, channel);
    return outcome;
  }

  /** Notes that the app acked with something that Slack does not take, and tells `user`. */
  badAnswer(name: string, reasons: string[], user: string): Failure {
    const detail = reasons.join('; ');
    this.#world.journal.fail({ kind: 'bad_answer', name, reason: detail, messages: reasons });
    const failure: Failure = { kind: 'bad_answer', message: told.bad_answer, detail };
    this.#world.changes.emit('notice', user, failure);
    return failure;
  }

  /** Delivers an event, again when the app does not take it, without anyone waiting. */
  event(payload: Json & { event_id: string }): void {
    const first = { id: payload.event_id, payload, attempt: 0, reason: '', dueAt: 0 };
    this.#try(this.#world.retries.set(first.id, first));
    if (this.#world.faults.strike('duplicate')) this.#try({ ...first, id: `${first.id}/again` });
  }

  /** Waits until no delivery is under way; retries that are not yet due stay. */
  async idle(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.allSettled(this.#inFlight.values());
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.sockets.close();
  }

  #try(retry: Retry): void {
    const event = retry.payload.event as { type?: string } | undefined;
    const work = this.#deliver({
      type: 'events_api',
      name: event?.type ?? 'event',
      payload: retry.payload,
      attempt: retry.attempt,
      ...(retry.reason && { retryReason: retry.reason }),
    }).then((outcome) => {
      if (outcome.acked || outcome.receipt.noRetry) this.#world.retries.delete(retry.id);
      else this.#again(retry, outcome.receipt.reason);
    });
    this.#inFlight.set(
      retry.id,
      work.finally(() => this.#inFlight.delete(retry.id)),
    );
  }

  #again(retry: Retry, reason: string): void {
    const wait = retryAfterMs[retry.attempt];
    if (wait === undefined) {
      this.#world.retries.delete(retry.id);
      return;
    }
    this.#world.retries.set(retry.id, {
      ...retry,
      attempt: retry.attempt + 1,
      reason,
      dueAt: this.#world.clock.now() + wait,
    });
  }

  #sendDueRetries(): void {
    const now = this.#world.clock.now();
    for (const retry of this.#world.retries.filter((each) => each.dueAt <= now))
      if (!this.#inFlight.has(retry.id)) this.#try(retry);
  }

  async #deliver(parcel: Parcel): Promise<Outcome> {
    const { name, payload, type, attempt } = parcel;
    const record = this.#world.journal.delivery({ type, name, payload, attempt });
    const started = performance.now();
    const receipt = await this.#send(parcel);
    const ackMs = Math.round(performance.now() - started);
    if (receipt.acked) {
      this.#world.journal.settle(record, { outcome: 'acked', ackMs, answer: receipt.answer });
      return { acked: true, answer: receipt.answer, ackMs };
    }
    this.#world.journal.settle(record, { outcome: 'failed', ackMs, detail: receipt.detail });
    this.#world.journal.fail({
      kind: receipt.kind === 'no_connection' ? 'no_connection' : 'not_acked',
      name,
      reason: receipt.detail,
    });
    const failure = { kind: receipt.kind, message: told[receipt.kind], detail: receipt.detail };
    return { acked: false, failure, ackMs, receipt };
  }

  async #send(parcel: Parcel): Promise<Receipt> {
    if (this.#world.faults.strike('outage'))
      return {
        acked: false,
        kind: 'no_connection',
        detail: 'an outage was asked for',
        reason: 'connection_failed',
      };
    const isInteraction = parcel.type === 'interactive' || parcel.type === 'options';
    if (isInteraction && !this.#world.manifest.settings.interactivity.is_enabled)
      return {
        acked: false,
        kind: 'no_connection',
        detail: 'the manifest does not enable interactivity',
        reason: 'connection_failed',
      };
    return this.mode === 'socket' ? this.sockets.send(parcel) : this.#http.send(parcel);
  }
}
