import type { MultiSelect, Option, OptionGroup, Select } from '@slack/types';
import { useEffect, useRef, useState } from 'preact/hooks';
import { perform } from '../store/perform.ts';
import { plain } from '../text/text.tsx';
import { type Choice, staticChoices, toChoice } from './option-source.ts';
import { useSurface } from './surface.ts';

/** How long the person must stop typing before the app is asked, in ms. */
const pauseMs = 200;

interface External {
  choices: Choice[];
  hint?: string;
}

const savedOptions = (state: Record<string, unknown> | undefined): Option[] => {
  const one = state?.selected_option as Option | undefined;
  return one ? [one] : ((state?.selected_options as Option[] | undefined) ?? []);
};

/** Choices that the app is asked for while the person types; `query` is undefined for other menus. */
export function useExternalChoices(element: Select | MultiSelect, blockId = '', query: string | undefined) {
  const surface = useSurface();
  const [found, setFound] = useState<External>({ choices: [] });
  const labels = useRef(new Map<string, string>());
  const actionId = element.action_id ?? '';
  const least = 'min_query_length' in element ? (element.min_query_length ?? 3) : 3;

  const initial = 'initial_options' in element ? (element.initial_options ?? []) : [];
  const single = 'initial_option' in element && element.initial_option ? [element.initial_option] : [];
  for (const option of [...initial, ...single, ...savedOptions(surface.saved[blockId]?.[actionId])]) {
    labels.current.set(option.value ?? '', plain(option.text));
  }

  useEffect(() => {
    if (query === undefined) return;
    if (query.length < least) {
      const letters = least - query.length;
      setFound({
        choices: [],
        hint: `Type ${letters} more ${letters === 1 ? 'letter' : 'letters'} to search.`,
      });
      return;
    }
    let current = true;
    setFound((before) => ({ ...before, hint: 'Looking…' }));
    const timer = setTimeout(async () => {
      const answer = await perform('options', {
        ...surface.place,
        block_id: blockId,
        action_id: actionId,
        query,
      });
      if (!current) return;
      if (!answer.ok)
        return setFound({ choices: [], hint: answer.failure?.message ?? 'No answer from the app.' });
      const choices = answer.option_groups
        ? staticChoices(undefined, answer.option_groups as unknown as OptionGroup[])
        : ((answer.options ?? []) as unknown as Option[]).map((option) => toChoice(option));
      for (const choice of choices) labels.current.set(choice.value, choice.label);
      setFound({ choices });
    }, pauseMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [query, least, actionId, blockId]);

  return { ...found, labels: labels.current };
}
