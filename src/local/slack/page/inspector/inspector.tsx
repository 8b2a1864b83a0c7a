import { X } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import type { CallRecord, DeliveryRecord } from '../../control/types.ts';
import { get } from '../api.ts';
import { note, type Trace, traces } from '../store/inspector.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { inspecting } from './open.ts';
import { isBad, TraceRow } from './trace-row.tsx';

async function loadTraces(): Promise<void> {
  const [{ calls }, { deliveries }] = await Promise.all([
    get<{ calls: CallRecord[] }>('/control/calls'),
    get<{ deliveries: DeliveryRecord[] }>('/control/deliveries'),
  ]);
  const all: Trace[] = [
    ...calls.slice(-100).map((call): Trace => ({ type: 'call', call })),
    ...deliveries.slice(-100).map((delivery): Trace => ({ type: 'delivery', delivery })),
  ];
  const at = (trace: Trace) => (trace.type === 'call' ? trace.call.at : trace.delivery.at);
  for (const trace of all.sort((a, b) => at(a) - at(b))) note(trace);
}

/** Everything between the workspace and the app: each call and payload, how long it took and what went wrong. */
export function Inspector() {
  const [onlyBad, setOnlyBad] = useState(false);
  const open = inspecting.value;
  useEffect(() => {
    if (open) void loadTraces();
  }, [open]);
  if (!open) return null;
  const shown = onlyBad ? traces.value.filter(isBad) : traces.value;
  return (
    <aside class="inspector" aria-label="Inspector">
      <header class="pane-head">
        <h2>Inspector</h2>
        <label class="row">
          <input
            type="checkbox"
            checked={onlyBad}
            onChange={(event) => setOnlyBad(event.currentTarget.checked)}
          />
          Only what went wrong
        </label>
        <IconButton
          icon={X}
          label="Close inspector"
          onClick={() => {
            inspecting.value = false;
          }}
        />
      </header>
      {shown.length === 0 ? (
        <p class="empty">
          {onlyBad ? 'Nothing went wrong.' : 'Nothing has passed between workspace and app yet.'}
        </p>
      ) : (
        <ul>
          {shown.map((trace) => (
            <TraceRow
              key={trace.type + (trace.type === 'call' ? trace.call.seq : trace.delivery.seq)}
              trace={trace}
            />
          ))}
        </ul>
      )}
    </aside>
  );
}
