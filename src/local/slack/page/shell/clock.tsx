import { Clock as ClockIcon } from 'lucide';
import { useRef, useState } from 'preact/hooks';
import type { ClockChange } from '../../control/types.ts';
import { changeClock } from '../api.ts';
import { notify } from '../store/notices.ts';
import { deskNow, me, setClock, viewer, workspace } from '../store/workspace.ts';
import { dayLabel, fromLocalInput, offsetLabel, timeLabel, toLocalInput } from '../text/dates.ts';
import { Icon } from '../ui/icon.tsx';
import { Popover } from '../ui/popover.tsx';

async function move(change: ClockChange): Promise<void> {
  try {
    setClock(await changeClock(change));
  } catch (error) {
    notify('The clock could not be moved.', error instanceof Error ? error.message : '');
  }
}

/** The desk's time, and how to move it: the desk follows within a second. */
export function Clock() {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { offsetMs, frozen } = workspace.value.clock;
  const time = `${dayLabel(deskNow.value / 1000, viewer.value)}, ${timeLabel(deskNow.value / 1000, viewer.value)}`;
  const offset = offsetLabel(offsetMs);
  return (
    <>
      <button
        ref={button}
        type="button"
        class="sidebar-button"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon of={ClockIcon} size={16} />
        <span>
          <span class="visually-hidden">Desk time: </span>
          <span class="clock-time">{time}</span>
          {offset && <small class="clock-offset">{offset}</small>}
          {frozen && <small class="clock-offset">frozen</small>}
        </span>
      </button>
      {open && (
        <Popover anchor={button} placement="top-start" onClose={() => setOpen(false)}>
          <ClockControls
            onLeave={() => {
              setOpen(false);
              button.current?.focus();
            }}
          />
        </Popover>
      )}
    </>
  );
}

function ClockControls({ onLeave }: { onLeave: () => void }) {
  const zone = me.value.tz;
  const { frozen } = workspace.value.clock;
  const [target, setTarget] = useState(() => toLocalInput(deskNow.value / 1000, zone));
  const skip = (label: string, skipMinutes: number) => (
    <button type="button" class="button" onClick={() => void move({ skipMinutes })}>
      {label}
    </button>
  );
  return (
    <div
      role="dialog"
      aria-label="Desk clock"
      class="clock-controls"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onLeave();
      }}
    >
      <p>Everyone in the workspace and the desk share this clock.</p>
      <div class="row">
        {skip('Skip 10 minutes', 10)}
        {skip('Skip 2 hours', 120)}
        {skip('Skip 1 day', 1440)}
      </div>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          const seconds = fromLocalInput(target, zone);
          if (seconds !== null) void move({ set: new Date(seconds * 1000).toISOString() });
        }}
      >
        <label>
          Skip to
          <input
            class="input"
            type="datetime-local"
            value={target}
            onInput={(event) => setTarget(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="button">
          Go
        </button>
      </form>
      <div class="row">
        <button type="button" class="button" onClick={() => void move({ frozen: !frozen })}>
          {frozen ? 'Let it run' : 'Freeze'}
        </button>
        <button type="button" class="button" onClick={() => void move({ offsetMinutes: 0 })}>
          Reset to real time
        </button>
      </div>
    </div>
  );
}
