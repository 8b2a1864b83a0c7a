import type { Signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Entries, EntryValue, Place, StateValues } from '../../control/types.ts';
import { shortForm } from './entries.ts';

/** Where blocks stand: what was entered there, what went wrong, and how to tell the app. */
export interface Surface {
  kind: 'message' | 'modal' | 'home';
  place: Place;
  /** What the sandbox knows of the state. */
  saved: StateValues;
  /** What was entered on this page since. */
  entries: Signal<Entries>;
  /** Errors of the last submission, by block id. */
  errors: Signal<Record<string, string>>;
  /** The block and action that wait for the app's answer. */
  busy: Signal<string | undefined>;
  /** Sends an action to the app. */
  act: (blockId: string | undefined, actionId: string, value?: EntryValue) => Promise<void>;
}

export const SurfaceContext = createContext<Surface | undefined>(undefined);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (!surface) throw new Error('Blocks can only be drawn on a surface.');
  return surface;
}

/** Block Kit's element in its block. */
export interface ElementProps<Element> {
  element: Element;
  blockId: string | undefined;
  /** Set inside an input block. */
  field?: Field;
}

/** What an input block tells its element. */
export interface Field {
  /** Id of the label. */
  labelId: string;
  describedBy: string | undefined;
  required: boolean;
  invalid: boolean;
  /** `dispatch_action`: every change goes to the app. */
  dispatch: boolean;
}

/** Names the element for assistive technology: by its label, or by the placeholder outside input blocks. */
export const naming = (field: Field | undefined, otherwise: string) =>
  field
    ? {
        'aria-labelledby': field.labelId,
        'aria-describedby': field.describedBy,
        'aria-required': field.required,
        'aria-invalid': field.invalid,
      }
    : { 'aria-label': otherwise };

/** What an element holds: entered on this page, else saved, else undefined (it was never touched). */
export function entryOf(
  surface: Surface,
  blockId: string | undefined,
  actionId: string,
): EntryValue | undefined {
  const entered = surface.entries.value[blockId ?? '']?.[actionId];
  if (entered !== undefined) return entered;
  const saved = surface.saved[blockId ?? '']?.[actionId];
  return saved && shortForm(saved);
}

export function enter(
  surface: Surface,
  blockId: string | undefined,
  actionId: string,
  value: EntryValue,
): void {
  const block = { ...surface.entries.value[blockId ?? ''], [actionId]: value };
  surface.entries.value = { ...surface.entries.value, [blockId ?? '']: block };
}
