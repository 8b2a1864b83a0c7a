import type { EventEmitter } from 'node:events';
import type { CallRecord, DeliveryRecord, FailureRecord } from '../control/types.ts';
import type { Changes } from './world.ts';

const kept = 5000;

/** What went over the wire lately, and everything that Slack would not have stood for. Kept in memory only. */
export class Journal {
  readonly calls: CallRecord[] = [];
  readonly deliveries: DeliveryRecord[] = [];
  readonly failures: FailureRecord[] = [];
  readonly #changes: EventEmitter<Changes>;
  #seq = 0;

  constructor(changes: EventEmitter<Changes>) {
    this.#changes = changes;
  }

  call(record: Omit<CallRecord, 'seq' | 'at'>): void {
    const call = this.#append(this.calls, record);
    this.#changes.emit('call', call);
    if (!call.ok && call.error)
      this.fail({ kind: 'refused_call', name: call.method, reason: call.error, messages: call.messages });
  }

  /** Notes a delivery as pending; `settle` completes it. */
  delivery(record: Omit<DeliveryRecord, 'seq' | 'at' | 'outcome'>): DeliveryRecord {
    const delivery = this.#append<Omit<DeliveryRecord, 'seq' | 'at'>>(this.deliveries, {
      ...record,
      outcome: 'pending',
    });
    this.#changes.emit('delivery', delivery);
    return delivery;
  }

  settle(delivery: DeliveryRecord, result: Partial<DeliveryRecord>): void {
    Object.assign(delivery, result);
    this.#changes.emit('delivery', delivery);
  }

  fail(record: Omit<FailureRecord, 'seq' | 'at'>): void {
    this.#changes.emit('failure', this.#append(this.failures, record));
  }

  #append<T>(list: (T & { seq: number; at: number })[], record: T): T & { seq: number; at: number } {
    this.#seq += 1;
    const entry = { seq: this.#seq, at: Date.now(), ...record };
    list.push(entry);
    if (list.length > kept) list.shift();
    return entry;
  }
}
