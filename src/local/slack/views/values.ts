import { elementsOf, isPart, type Part } from '../blocks/walk.ts';
import type { Entries, EntryValue, Json, StateValues } from '../control/types.ts';
import { fileObject } from '../state/present.ts';
import type { World } from '../state/world.ts';

/** How each stateful element reports its value: the field in the payload, and the field with its first value. */
const stateFields: Record<string, { field: string; initial: string; many?: boolean; option?: boolean }> = {
  plain_text_input: { field: 'value', initial: 'initial_value' },
  email_text_input: { field: 'value', initial: 'initial_value' },
  url_text_input: { field: 'value', initial: 'initial_value' },
  number_input: { field: 'value', initial: 'initial_value' },
  rich_text_input: { field: 'rich_text_value', initial: 'initial_value' },
  datepicker: { field: 'selected_date', initial: 'initial_date' },
  timepicker: { field: 'selected_time', initial: 'initial_time' },
  datetimepicker: { field: 'selected_date_time', initial: 'initial_date_time' },
  static_select: { field: 'selected_option', initial: 'initial_option', option: true },
  external_select: { field: 'selected_option', initial: 'initial_option', option: true },
  radio_buttons: { field: 'selected_option', initial: 'initial_option', option: true },
  overflow: { field: 'selected_option', initial: '', option: true },
  checkboxes: { field: 'selected_options', initial: 'initial_options', option: true, many: true },
  multi_static_select: { field: 'selected_options', initial: 'initial_options', option: true, many: true },
  multi_external_select: { field: 'selected_options', initial: 'initial_options', option: true, many: true },
  users_select: { field: 'selected_user', initial: 'initial_user' },
  channels_select: { field: 'selected_channel', initial: 'initial_channel' },
  conversations_select: { field: 'selected_conversation', initial: 'initial_conversation' },
  multi_users_select: { field: 'selected_users', initial: 'initial_users', many: true },
  multi_channels_select: { field: 'selected_channels', initial: 'initial_channels', many: true },
  multi_conversations_select: {
    field: 'selected_conversations',
    initial: 'initial_conversations',
    many: true,
  },
  file_input: { field: 'files', initial: '', many: true },
};

/** Whether the element keeps a value that `state.values` reports. */
function isStateful(element: Part): boolean {
  return element.type !== 'overflow' && String(element.type) in stateFields;
}

/** The field of the payload that holds the element's value. */
export function stateFieldOf(element: Part): string | undefined {
  return stateFields[String(element.type)]?.field;
}

/** Slack's `state.values` of blocks in which `entries` were made. */
export function valuesOf(world: World, blocks: readonly Json[], entries: Entries): StateValues {
  const values: StateValues = {};
  for (const { block, element } of elementsOf(blocks)) {
    if (!isStateful(element)) continue;
    const blockId = String(block.block_id);
    const actionId = String(element.action_id);
    values[blockId] = {
      ...values[blockId],
      [actionId]: stateValueOf(world, element, entries[blockId]?.[actionId]),
    };
  }
  return values;
}

/** One element's value as payloads carry it; `entry` undefined means untouched. */
export function stateValueOf(world: World, element: Part, entry: EntryValue | undefined): Json {
  const rule = stateFields[String(element.type)];
  if (!rule) return { type: element.type };
  const raw = entry === undefined ? element[rule.initial] : entry;
  return { type: element.type, [rule.field]: shaped(world, element, rule, raw) };
}

function shaped(
  world: World,
  element: Part,
  rule: { many?: boolean; option?: boolean; field: string },
  raw: unknown,
): unknown {
  if (rule.many) {
    const items = raw === null || raw === undefined ? [] : Array.isArray(raw) ? raw : [raw];
    if (rule.field === 'files') return items.flatMap((id) => fileFor(world, String(id)));
    return rule.option ? items.flatMap((item) => optionFor(element, item) ?? []) : items;
  }
  if (raw === null || raw === undefined || raw === '') return null;
  if (rule.option) return optionFor(element, raw) ?? null;
  if (rule.field === 'value') return String(raw);
  return raw;
}

function fileFor(world: World, id: string): unknown[] {
  const file = world.files.get(id);
  return file ? [fileObject(world, file)] : [];
}

/** The options of a menu, out of its groups too. */
export function optionsOf(element: Part): Part[] {
  const groups = Array.isArray(element.option_groups) ? element.option_groups : [];
  const own = Array.isArray(element.options) ? element.options : [];
  return [...own, ...groups.flatMap((group) => (Array.isArray(group?.options) ? group.options : []))].filter(
    isPart,
  );
}

/** The whole option of a chosen value; undefined where the menu has no such option any more. */
function optionFor(element: Part, chosen: unknown): unknown {
  if (isPart(chosen)) return chosen;
  const own = optionsOf(element);
  if (own.length > 0) return own.find((option) => option.value === chosen);
  return { text: { type: 'plain_text', text: String(chosen), emoji: true }, value: chosen };
}
