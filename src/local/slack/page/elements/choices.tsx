import type { Checkboxes, Option, RadioButtons } from '@slack/types';
import { useId } from 'preact/hooks';
import { Text } from '../text/text.tsx';
import { chosenIn } from './entries.ts';
import { type ElementProps, type Field, naming } from './surface.ts';
import { useElement } from './use-element.tsx';

interface ChoiceLineProps {
  option: Option;
  type: 'checkbox' | 'radio';
  name: string;
  checked: boolean;
  autoFocus: boolean | undefined;
  onChange: (checked: boolean) => void;
}

function ChoiceLine({ option, type, name, checked, autoFocus, onChange }: ChoiceLineProps) {
  const id = useId();
  return (
    <div class="choice">
      <input
        id={id}
        type={type}
        name={name}
        checked={checked}
        // biome-ignore lint/a11y/noAutofocus: `focus_on_load` is the app's own wish for its window
        autoFocus={autoFocus}
        aria-describedby={option.description ? `${id}more` : undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <label for={id}>
        <Text value={option.text} />
      </label>
      {option.description && (
        <small id={`${id}more`}>
          <Text value={option.description} />
        </small>
      )}
    </div>
  );
}

/** Any number of boxes. */
export function CheckboxesElement(props: ElementProps<Checkboxes>) {
  const { element, field } = props;
  const name = useId();
  const initial = (element.initial_options ?? []).map((option) => option.value ?? '');
  const { value, choose, confirm } = useElement(props, initial);
  const chosen = chosenIn(value);
  return (
    <fieldset class="choices" {...groupNaming(field)}>
      {element.options.map((option, index) => (
        <ChoiceLine
          key={option.value}
          type="checkbox"
          name={name}
          option={option}
          autoFocus={element.focus_on_load && index === 0}
          checked={chosen.includes(option.value ?? '')}
          onChange={(checked) => {
            const others = chosen.filter((one) => one !== option.value);
            choose(checked ? [...others, option.value ?? ''] : others);
          }}
        />
      ))}
      {confirm}
    </fieldset>
  );
}

/** A group of boxes cannot itself be required: only its boxes can. */
function groupNaming(field: Field | undefined) {
  const { 'aria-required': _, ...names } = { 'aria-required': undefined, ...naming(field, 'Checkboxes') };
  return names;
}

/** One of a few. */
export function RadioElement(props: ElementProps<RadioButtons>) {
  const { element, field } = props;
  const name = useId();
  const { value, choose, confirm } = useElement(props, element.initial_option?.value ?? null);
  return (
    <div role="radiogroup" class="choices" {...naming(field, 'Choices')}>
      {element.options.map((option, index) => (
        <ChoiceLine
          key={option.value}
          type="radio"
          name={name}
          option={option}
          autoFocus={element.focus_on_load && index === 0}
          checked={value === option.value}
          onChange={() => choose(option.value ?? '')}
        />
      ))}
      {confirm}
    </div>
  );
}
