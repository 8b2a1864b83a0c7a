import { elementsOf, type Part } from '../blocks/walk.ts';
import type { EntryValue, Json } from '../control/types.ts';
import type { StoredView } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { stateFieldOf, stateValueOf } from '../views/values.ts';

/** Slack takes files up to 10 MB in a modal. */
const maxFileBytes = 10 * 1024 * 1024;

/** Says why an entered value cannot be submitted, or undefined. Empty values do not come here. */
type Check = (element: Part, value: unknown, world: World) => string | undefined;

const number = (value: unknown) => (value === undefined ? undefined : Number(value));

const checks: Record<string, Check> = {
  plain_text_input(element, value) {
    const length = String(value).length;
    const min = number(element.min_length) ?? 0;
    const max = number(element.max_length) ?? 3000;
    if (length < min) return `This must be at least ${min} characters`;
    return length > max ? `This must be at most ${max} characters` : undefined;
  },
  email_text_input: (_, value) =>
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(String(value)) ? undefined : 'Please enter a valid email address',
  url_text_input: (_, value) => (URL.canParse(String(value)) ? undefined : 'Please enter a valid URL'),
  number_input(element, value) {
    const pattern = element.is_decimal_allowed === true ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
    if (!pattern.test(String(value))) return 'Please enter a valid number';
    const min = number(element.min_value) ?? Number.NEGATIVE_INFINITY;
    const max = number(element.max_value) ?? Number.POSITIVE_INFINITY;
    if (Number(value) < min) return `This must be at least ${min}`;
    return Number(value) > max ? `This must be at most ${max}` : undefined;
  },
  file_input(element, value, world) {
    const files = value as { id: string; size: number; name: string }[];
    const max = number(element.max_files) ?? 10;
    if (files.length > max) return `You can add at most ${max} files`;
    if (files.some((file) => file.size > maxFileBytes)) return 'Files must be at most 10 MB';
    const types = Array.isArray(element.filetypes) ? element.filetypes : undefined;
    const isOther = (file: { id: string }) => !types?.includes(world.files.get(file.id)?.filetype);
    return types && files.some(isOther) ? `Files must be of type ${types.join(', ')}` : undefined;
  },
};

/** What Slack's own client says beside the fields before it submits; empty when all is well. */
export function entryErrors(world: World, stored: StoredView): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { block, element } of elementsOf(stored.view.blocks)) {
    if (block.type !== 'input') continue;
    const blockId = String(block.block_id);
    const entry = stored.entries[blockId]?.[String(element.action_id)];
    const error = errorOf(world, block, element, entry);
    if (error) errors[blockId] = error;
  }
  return errors;
}

function errorOf(
  world: World,
  block: Part,
  element: Part,
  entry: EntryValue | undefined,
): string | undefined {
  const value = (stateValueOf(world, element, entry) as Json)[stateFieldOf(element) ?? ''];
  const isEmpty = value === null || value === undefined || (Array.isArray(value) && value.length === 0);
  if (isEmpty) return block.optional === true ? undefined : 'Please complete this required field.';
  const most = number(element.max_selected_items);
  if (most !== undefined && Array.isArray(value) && value.length > most)
    return `You can choose at most ${most}`;
  return checks[String(element.type)]?.(element, value, world);
}

/** The files that a submission hands to the app, which may read them from then on. */
export function giveFiles(world: World, stored: StoredView): void {
  for (const { block, element } of elementsOf(stored.view.blocks)) {
    if (element.type !== 'file_input') continue;
    const entry = stored.entries[String(block.block_id)]?.[String(element.action_id)];
    for (const id of Array.isArray(entry) ? entry : []) {
      const file = world.files.get(String(id));
      if (file) world.files.set(file.id, { ...file, givenToApp: true });
    }
  }
}
