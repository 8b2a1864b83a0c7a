import type { EmailInput, NumberInput, PlainTextInput, URLInput } from '@slack/types';
import { plain } from '../text/text.tsx';
import { type ElementProps, naming } from './surface.ts';
import { useElement } from './use-element.tsx';

type TextElement = PlainTextInput | EmailInput | URLInput | NumberInput;

/** What the browser's keyboard should look like; Slack's own checks are the sandbox's. */
const keyboards = {
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'decimal',
} as const;

/** A line or a box of text, an address, a number. */
export function TextInputElement(props: ElementProps<TextElement>) {
  const { element, field } = props;
  const { value, note, choose } = useElement(props, element.initial_value ?? '');
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const shown = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const multiline = element.type === 'plain_text_input' && element.multiline;

  const common = {
    ...naming(field, plain(element.placeholder) || 'Text'),
    class: 'input',
    placeholder: plain(element.placeholder),
    value: shown,
    autoFocus: element.focus_on_load,
    maxLength: element.type === 'plain_text_input' ? element.max_length : undefined,
    onInput: (event: { currentTarget: { value: string } }) => {
      const typed = event.currentTarget.value;
      if (field?.dispatch && triggers.includes('on_character_entered')) choose(typed);
      else note(typed);
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !field?.dispatch || multiline) return;
      event.preventDefault();
      if (triggers.includes('on_enter_pressed')) choose(shown);
    },
  };
  if (multiline) return <textarea {...common} rows={5} />;
  return <input {...common} type="text" inputMode={keyboards[element.type]} autocomplete="off" />;
}
