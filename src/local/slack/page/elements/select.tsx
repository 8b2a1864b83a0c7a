import type { MultiSelect, Select } from '@slack/types';
import { X } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import type { Json } from '../../control/types.ts';
import { route } from '../store/route.ts';
import { plain } from '../text/text.tsx';
import { Icon } from '../ui/icon.tsx';
import { Combobox } from './combobox.tsx';
import { chosenIn } from './entries.ts';
import { type Choice, choicesOf, initialChoice } from './option-source.ts';
import { type ElementProps, naming } from './surface.ts';
import { useElement } from './use-element.tsx';
import { useExternalChoices } from './use-external-choices.ts';

const matching = (choices: Choice[], query: string) => {
  const wanted = query.trim().toLowerCase();
  return choices.filter((choice) => choice.label.toLowerCase().includes(wanted));
};

/** Choices for a menu, and the name of each value seen so far. */
function useChoices(props: ElementProps<Select | MultiSelect>) {
  const { element, blockId } = props;
  const [query, setQuery] = useState('');
  const own = choicesOf(element);
  const external = useExternalChoices(element, blockId, own ? undefined : query);
  const labelOf = (value: string) =>
    own?.find((choice) => choice.value === value)?.label ?? external.labels.get(value) ?? value;
  return {
    setQuery,
    labelOf,
    /** What the app's own options are noted as: the sandbox knows no others by their value alone. */
    entryFor: (value: string): string | Json =>
      own ? value : { text: { type: 'plain_text', text: labelOf(value), emoji: true }, value },
    choices: own ? matching(own, query) : external.choices,
    hint: external.hint,
  };
}

/** `default_to_current_conversation`: only this page knows which one that is, so it enters it. */
function useCurrentConversation(
  element: Select | MultiSelect,
  choices: Choice[],
  note: (current: string) => void,
): void {
  useEffect(() => {
    const wanted = 'default_to_current_conversation' in element && element.default_to_current_conversation;
    const current = route.peek().channel;
    if (wanted && current && choices.some((choice) => choice.value === current)) note(current);
  }, [element.action_id]);
}

/** A menu from which one is chosen. */
export function SelectElement(props: ElementProps<Select>) {
  const { element, field } = props;
  const { value, note, choose, busy, confirm } = useElement(props, initialChoice(element));
  const { setQuery, labelOf, entryFor, ...offered } = useChoices(props);
  const placeholder = plain(element.placeholder) || 'Select an item';
  const chosen = chosenIn(value);
  useCurrentConversation(element, offered.choices, note);
  return (
    <>
      <Combobox
        {...offered}
        naming={naming(field, placeholder)}
        placeholder={placeholder}
        shown={chosen[0] === undefined ? '' : labelOf(chosen[0])}
        chosen={chosen}
        busy={busy}
        autoFocus={element.focus_on_load}
        onQuery={setQuery}
        onChoose={(one) => choose(entryFor(one))}
        onClear={field && !field.required ? () => choose(null) : undefined}
      />
      {confirm}
    </>
  );
}

/** A menu from which several are chosen; each stands as a token that can be removed. */
export function MultiSelectElement(props: ElementProps<MultiSelect>) {
  const { element, field } = props;
  const { value, note, choose, busy, confirm } = useElement(props, initialChoice(element));
  const { setQuery, labelOf, entryFor, ...offered } = useChoices(props);
  useCurrentConversation(element, offered.choices, (current) => note([current]));
  const chosen = chosenIn(value);
  const chooseAll = (values: string[]) => choose(values.map(entryFor) as string[] | Json[]);
  const placeholder = plain(element.placeholder) || 'Select items';
  const full = chosen.length >= (element.max_selected_items ?? Number.POSITIVE_INFINITY);
  const without = (gone: string) => chosen.filter((one) => one !== gone);
  const toggle = (one: string) => {
    if (chosen.includes(one)) chooseAll(without(one));
    else if (!full) chooseAll([...chosen, one]);
  };
  return (
    <div class="multi-select">
      {chosen.map((one) => (
        <span key={one} class="token">
          {labelOf(one)}
          <button type="button" aria-label={`Remove ${labelOf(one)}`} onClick={() => chooseAll(without(one))}>
            <Icon of={X} size={12} />
          </button>
        </span>
      ))}
      <Combobox
        {...offered}
        hint={full ? `At most ${element.max_selected_items} can be chosen.` : offered.hint}
        naming={naming(field, placeholder)}
        placeholder={placeholder}
        shown=""
        several
        chosen={chosen}
        busy={busy}
        autoFocus={element.focus_on_load}
        onQuery={setQuery}
        onChoose={toggle}
        onBackspace={() => chosen.length > 0 && chooseAll(chosen.slice(0, -1))}
      />
      {confirm}
    </div>
  );
}
