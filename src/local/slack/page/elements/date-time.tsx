import type { Datepicker, DateTimepicker, Timepicker } from '@slack/types';
import { me } from '../store/workspace.ts';
import { fromLocalInput, toLocalInput } from '../text/dates.ts';
import { plain } from '../text/text.tsx';
import { type ElementProps, naming } from './surface.ts';
import { useElement } from './use-element.tsx';

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** A day. */
export function DateElement(props: ElementProps<Datepicker>) {
  const { element, field } = props;
  const { value, choose, busy, confirm } = useElement(props, element.initial_date ?? null);
  return (
    <span class="with-unit">
      {!field && element.placeholder && <small aria-hidden="true">{plain(element.placeholder)}</small>}
      <input
        {...naming(field, plain(element.placeholder) || 'Select a date')}
        type="date"
        class={busy ? 'input busy' : 'input'}
        // biome-ignore lint/a11y/noAutofocus: `focus_on_load` is the app's own wish for its window
        autoFocus={element.focus_on_load}
        value={text(value)}
        onChange={(event) => choose(event.currentTarget.value || null)}
      />
      {confirm}
    </span>
  );
}

/** A time of day, in the zone that the app names. */
export function TimeElement(props: ElementProps<Timepicker>) {
  const { element, field } = props;
  const { value, choose, busy, confirm } = useElement(props, element.initial_time ?? null);
  return (
    <span class="with-unit">
      {!field && element.placeholder && <small aria-hidden="true">{plain(element.placeholder)}</small>}
      <input
        {...naming(field, plain(element.placeholder) || 'Select a time')}
        type="time"
        class={busy ? 'input busy' : 'input'}
        // biome-ignore lint/a11y/noAutofocus: `focus_on_load` is the app's own wish for its window
        autoFocus={element.focus_on_load}
        value={text(value)}
        onChange={(event) => choose(event.currentTarget.value || null)}
      />
      {element.timezone && <small>{element.timezone}</small>}
      {confirm}
    </span>
  );
}

/** A moment, shown in the viewer's zone and told to the app in seconds since 1970. */
export function DateTimeElement(props: ElementProps<DateTimepicker>) {
  const { element, field } = props;
  const zone = me.value.tz;
  const { value, choose, busy, confirm } = useElement(props, element.initial_date_time ?? null);
  return (
    <span class="with-unit">
      <input
        {...naming(field, 'Select a date and a time')}
        type="datetime-local"
        class={busy ? 'input busy' : 'input'}
        // biome-ignore lint/a11y/noAutofocus: `focus_on_load` is the app's own wish for its window
        autoFocus={element.focus_on_load}
        value={typeof value === 'number' ? toLocalInput(value, zone) : ''}
        onChange={(event) => choose(fromLocalInput(event.currentTarget.value, zone))}
      />
      <small>{zone}</small>
      {confirm}
    </span>
  );
}
