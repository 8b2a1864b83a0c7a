import type { Trace } from '../store/inspector.ts';

/** Whether a line tells of a refused call, a late or missing answer. */
export const isBad = (trace: Trace): boolean =>
  trace.type === 'call'
    ? !trace.call.ok
    : trace.delivery.outcome === 'late' || trace.delivery.outcome === 'failed';

function summary(trace: Trace) {
  if (trace.type === 'call') {
    const { method, ok, error, tookMs, at } = trace.call;
    return { way: 'app → workspace', name: method, state: ok ? 'ok' : (error ?? 'failed'), ms: tookMs, at };
  }
  const { name, outcome, ackMs, at } = trace.delivery;
  return { way: 'workspace → app', name, state: outcome, ms: ackMs, at };
}

/** One line of the inspector; it opens to the whole payload. */
export function TraceRow({ trace }: { trace: Trace }) {
  const { way, name, state, ms, at } = summary(trace);
  const reasons = trace.type === 'call' ? trace.call.messages : undefined;
  const body =
    trace.type === 'call'
      ? { arguments: trace.call.arguments }
      : { payload: trace.delivery.payload, answer: trace.delivery.answer, detail: trace.delivery.detail };
  return (
    <li class={isBad(trace) ? 'trace bad' : 'trace'}>
      <details>
        <summary>
          <time>{new Date(at).toLocaleTimeString('en-GB')}</time>
          <span class="trace-way">{way}</span>
          <strong>{name}</strong>
          <span class="trace-state">{state}</span>
          {ms !== undefined && <span class="trace-ms">{Math.round(ms)} ms</span>}
        </summary>
        {reasons?.map((reason) => (
          <p key={reason}>{reason}</p>
        ))}
        <pre>{JSON.stringify(body, null, 2)}</pre>
      </details>
    </li>
  );
}
