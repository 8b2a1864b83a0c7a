import { ChevronDown, X } from 'lucide';
import { useId, useRef, useState } from 'preact/hooks';
import { Icon } from '../ui/icon.tsx';
import { Popover } from '../ui/popover.tsx';
import type { Choice } from './option-source.ts';

interface ComboboxProps {
  naming: Record<string, string | boolean | undefined>;
  placeholder: string;
  /** What stands in the field while nobody types; empty when several can be chosen. */
  shown: string;
  choices: Choice[];
  chosen: string[];
  /** Said instead of choices: "Type 3 letters", "Looking…". */
  hint?: string;
  several?: boolean;
  busy?: boolean;
  autoFocus?: boolean;
  onQuery: (query: string) => void;
  onChoose: (value: string) => void;
  /** Shown as a cross when the field may be emptied. */
  onClear?: () => void;
  /** Backspace in an empty field of a multi select. */
  onBackspace?: () => void;
}

/** A text field with a list: typing narrows it, arrows move, Enter takes, Escape closes. */
export function Combobox(props: ComboboxProps) {
  const { choices, chosen, several } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const current = choices[Math.min(active, choices.length - 1)];

  const type = (text: string) => {
    setQuery(text);
    setActive(0);
    setOpen(true);
    props.onQuery(text);
  };
  const close = () => {
    setOpen(false);
    setQuery('');
    props.onQuery('');
  };
  const show = () => {
    if (open) return;
    setOpen(true);
    setActive(
      Math.max(
        0,
        choices.findIndex((choice) => choice.value === chosen[0]),
      ),
    );
  };
  const choose = (value: string) => {
    props.onChoose(value);
    if (!several) close();
    else if (query) type('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Backspace' && !query) return props.onBackspace?.();
    if (event.key === 'Tab') return close();
    if (event.key === 'Escape' && !open) return;
    if (event.key === 'ArrowDown') setActive(open ? Math.min(active + 1, choices.length - 1) : active);
    else if (event.key === 'ArrowUp') setActive(Math.max(0, active - 1));
    else if (event.key === 'Enter' && open && current) choose(current.value);
    else if (event.key === 'Escape') close();
    else if (event.key !== 'Enter') return;
    if (event.key.startsWith('Arrow') || (event.key === 'Enter' && !open)) show();
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class={`combobox ${props.busy ? 'busy' : ''}`} ref={box}>
      <input
        {...props.naming}
        type="text"
        role="combobox"
        autocomplete="off"
        // biome-ignore lint/a11y/noAutofocus: `focus_on_load` is the app's own wish for its window
        autoFocus={props.autoFocus}
        aria-expanded={open}
        aria-controls={`${id}list`}
        aria-autocomplete="list"
        aria-activedescendant={open && current ? `${id}${current.value}` : undefined}
        placeholder={props.placeholder}
        value={open ? query : props.shown}
        onClick={show}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      {props.onClear && chosen.length > 0 && !several ? (
        <button type="button" class="combobox-clear" aria-label="Clear" tabIndex={-1} onClick={props.onClear}>
          <Icon of={X} size={14} />
        </button>
      ) : (
        <Icon of={ChevronDown} size={16} />
      )}
      {open && (
        <Popover anchor={box} matchWidth class="listbox-popover" onClose={close}>
          <ChoiceList
            id={id}
            choices={choices}
            chosen={chosen}
            several={several}
            active={current?.value}
            onChoose={choose}
          />
          {(props.hint || choices.length === 0) && (
            <p class="listbox-hint" role="status">
              {props.hint ?? 'Nothing found.'}
            </p>
          )}
        </Popover>
      )}
    </div>
  );
}

interface ChoiceListProps {
  id: string;
  choices: Choice[];
  chosen: string[];
  several: boolean | undefined;
  active: string | undefined;
  onChoose: (value: string) => void;
}

function ChoiceList({ id, choices, chosen, several, active, onChoose }: ChoiceListProps) {
  return (
    <div id={`${id}list`} role="listbox" aria-label="Choices" aria-multiselectable={several} class="listbox">
      {choices.map((choice, index) => (
        <div key={choice.value} role="none">
          {choice.group !== undefined && choice.group !== choices[index - 1]?.group && (
            <div class="listbox-group" role="presentation">
              {choice.group}
            </div>
          )}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the field, which moves in the list */}
          <div
            id={`${id}${choice.value}`}
            ref={(row) => {
              if (row && choice.value === active) row.scrollIntoView({ block: 'nearest' });
            }}
            role="option"
            tabIndex={-1}
            aria-selected={chosen.includes(choice.value)}
            class={choice.value === active ? 'listbox-option active' : 'listbox-option'}
            // The field keeps the focus: the list is only pointed at.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onChoose(choice.value)}
          >
            <span>{choice.label}</span>
            {choice.description && <small>{choice.description}</small>}
          </div>
        </div>
      ))}
    </div>
  );
}
