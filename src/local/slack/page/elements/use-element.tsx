import type { Confirm } from '@slack/types';
import { useState } from 'preact/hooks';
import type { EntryValue } from '../../control/types.ts';
import { ConfirmDialog } from './confirm.tsx';
import { type ElementProps, enter, entryOf, useSurface } from './surface.ts';

interface Interactive {
  action_id?: string;
  confirm?: Confirm;
}

/**
 * What every interactive element needs: its value, a way to change it (which asks first where the app wants
 * that, and tells the app where Slack would), and whether the app is still to answer.
 */
export function useElement(props: ElementProps<Interactive>, initial: EntryValue) {
  const surface = useSurface();
  const [asking, setAsking] = useState<{ value: EntryValue | undefined } | undefined>();
  const { element, blockId, field } = props;
  const actionId = element.action_id ?? '';
  const entered = entryOf(surface, blockId, actionId);

  const commit = (value: EntryValue | undefined) => {
    if (value !== undefined) enter(surface, blockId, actionId, value);
    if (!field || field.dispatch) void surface.act(blockId, actionId, value);
  };
  return {
    value: entered === undefined ? initial : entered,
    /** Notes what is being typed without telling the app. */
    note: (value: EntryValue) => enter(surface, blockId, actionId, value),
    /** Takes a value (or a click, without one). */
    choose: (value?: EntryValue) => (element.confirm ? setAsking({ value }) : commit(value)),
    busy: surface.busy.value === `${blockId}/${actionId}`,
    confirm: asking && element.confirm && (
      <ConfirmDialog
        confirm={element.confirm}
        onNo={() => setAsking(undefined)}
        onYes={() => {
          setAsking(undefined);
          commit(asking.value);
        }}
      />
    ),
  };
}
