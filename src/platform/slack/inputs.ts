import type { InputBlock, PlainTextOption } from '@slack/types';
import { limits, plain } from './blocks.ts';

/** What every input has; its block id is the field's name, and a `#n` behind it makes the view forget what was typed. */
type Field = { name: string; label: string; hint?: string; optional?: boolean };

/** An input block; its id is the field's name. */
function field({ name, label, hint, optional = false }: Field, element: InputBlock['element']): InputBlock {
  return {
    type: 'input',
    block_id: name,
    label: plain(label, limits.inputLabel),
    optional,
    element,
    ...(hint ? { hint: plain(hint, 2_000) } : {}),
  };
}

/** A line of text, or several. `max` characters at the most, up to Slack's 3,000. */
export function textField(
  given: Field & {
    value?: string | undefined;
    multiline?: boolean;
    max?: number;
    placeholder?: string | undefined;
  },
): InputBlock {
  const { value, multiline = false, max = limits.inputText, placeholder } = given;
  return field(given, {
    type: 'plain_text_input',
    action_id: 'value',
    multiline,
    max_length: max,
    ...(value ? { initial_value: value.slice(0, max) } : {}),
    ...(placeholder ? { placeholder: plain(placeholder, limits.placeholder) } : {}),
  });
}

export function numberField(
  given: Field & { value: number | null; min: number; max: number; decimals?: boolean },
): InputBlock {
  return field(given, {
    type: 'number_input',
    action_id: 'value',
    is_decimal_allowed: given.decimals === true,
    min_value: String(given.min),
    max_value: String(given.max),
    ...(given.value === null ? {} : { initial_value: String(given.value) }),
  });
}

/** A day, `2026-11-20`. */
export function dateField(given: Field & { value: string }): InputBlock {
  return field(given, { type: 'datepicker', action_id: 'value', initial_date: given.value });
}

export function choiceField(given: Field & { options: Record<string, string>; value: string }): InputBlock {
  const options = Object.entries(given.options).map(
    ([value, text]): PlainTextOption => ({ value, text: plain(text) }),
  );
  const initial = options.find((option) => option.value === given.value);
  return field(given, {
    type: 'static_select',
    action_id: 'value',
    options,
    ...(initial ? { initial_option: initial } : {}),
  });
}

/** One of a few, all of them on the screen; `hints` says more about each. */
export function radioField(
  given: Field & { options: Record<string, string>; value?: string; hints?: Record<string, string> },
): InputBlock {
  const options = Object.entries(given.options).map(([value, text]): PlainTextOption => {
    const hint = given.hints?.[value];
    return { value, text: plain(text), ...(hint ? { description: plain(hint) } : {}) };
  });
  const initial = options.find((option) => option.value === given.value);
  return field(given, {
    type: 'radio_buttons',
    action_id: 'value',
    options,
    ...(initial ? { initial_option: initial } : {}),
  });
}

export function checkField(given: Field & { option: string; checked: boolean }): InputBlock {
  const option: PlainTextOption = { value: 'yes', text: plain(given.option) };
  return field(
    { ...given, optional: true },
    {
      type: 'checkboxes',
      action_id: 'value',
      options: [option],
      ...(given.checked ? { initial_options: [option] } : {}),
    },
  );
}

/** Checkboxes; `labels` name the options, which else are shown as they are. */
export function manyField(
  given: Field & {
    options: readonly string[];
    values: readonly string[];
    labels?: Readonly<Record<string, string>>;
  },
): InputBlock {
  const { labels = {} } = given;
  const options = given.options.map(
    (value): PlainTextOption => ({ value, text: plain(labels[value] ?? value) }),
  );
  const initial = options.filter((option) => given.values.includes(option.value ?? ''));
  return field(given, {
    type: 'checkboxes',
    action_id: 'value',
    options,
    ...(initial.length > 0 ? { initial_options: initial } : {}),
  });
}

export function channelField(given: Field & { value: string | null }): InputBlock {
  return field(given, {
    type: 'conversations_select',
    action_id: 'value',
    filter: { include: ['public', 'private'], exclude_bot_users: true },
    ...(given.value ? { initial_conversation: given.value } : {}),
  });
}

export function channelsField(given: Field & { values: readonly string[] }): InputBlock {
  return field(given, {
    type: 'multi_conversations_select',
    action_id: 'value',
    filter: { include: ['public', 'private'], exclude_bot_users: true },
    ...(given.values.length > 0 ? { initial_conversations: [...given.values] } : {}),
  });
}

export function fileField(given: Field & { most: number }): InputBlock {
  return field(given, { type: 'file_input', action_id: 'value', max_files: given.most });
}

export function personField(given: Field & { value: string | null }): InputBlock {
  return field(given, {
    type: 'users_select',
    action_id: 'value',
    ...(given.value ? { initial_user: given.value } : {}),
  });
}

export function peopleField(given: Field & { values: readonly string[] }): InputBlock {
  return field(given, {
    type: 'multi_users_select',
    action_id: 'value',
    ...(given.values.length > 0 ? { initial_users: [...given.values] } : {}),
  });
}
