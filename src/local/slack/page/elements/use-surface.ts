import { signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { ActResult, Entries, Place, StateValues } from '../../control/types.ts';
import { perform } from '../store/perform.ts';
import type { Surface } from './surface.ts';

/** A surface for the blocks of one message or view; it lives as long as its component. */
export function useNewSurface(
  kind: Surface['kind'],
  place: Place,
  saved: StateValues,
  onAnswer: (answer: ActResult) => void = () => {},
): Surface {
  const kept = useMemo(
    () => ({
      entries: signal<Entries>({}),
      errors: signal<Record<string, string>>({}),
      busy: signal<string | undefined>(undefined),
    }),
    [],
  );
  return {
    kind,
    place,
    saved,
    ...kept,
    act: async (blockId, actionId, value) => {
      kept.busy.value = `${blockId}/${actionId}`;
      const answer = await perform('action', {
        ...place,
        ...(blockId === undefined ? {} : { block_id: blockId }),
        action_id: actionId,
        ...(value === undefined ? {} : { value }),
        entries: kept.entries.value,
      });
      kept.busy.value = undefined;
      onAnswer(answer);
    },
  };
}
