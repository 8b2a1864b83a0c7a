import { signal } from '@preact/signals';
import type { CallRecord, DeliveryRecord } from '../../control/types.ts';

/** One line of the inspector: a call of the app, or a payload sent to it. */
export type Trace = { type: 'call'; call: CallRecord } | { type: 'delivery'; delivery: DeliveryRecord };

/** How many lines the inspector keeps. */
const kept = 200;

/** Newest first. */
export const traces = signal<Trace[]>([]);

const keyOf = (trace: Trace) =>
  trace.type === 'call'
    ? `call-${trace.call.seq}`
    : `delivery-${trace.delivery.seq}-${trace.delivery.attempt}`;

/** Adds a line; a payload whose answer came later replaces its own line. */
export function note(trace: Trace): void {
  const key = keyOf(trace);
  const known = traces.value.some((one) => keyOf(one) === key);
  traces.value = known
    ? traces.value.map((one) => (keyOf(one) === key ? trace : one))
    : [trace, ...traces.value].slice(0, kept);
}
