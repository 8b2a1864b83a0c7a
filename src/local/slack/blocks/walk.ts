import type { Json } from '../control/types.ts';
import { newId } from '../state/ids.ts';

/** A block or element as it came: fields not yet looked at. */
export type Part = Json & { type?: string; block_id?: string; action_id?: string };

/** Every element of the blocks that has an action id, with its block; containers are looked into. */
export function elementsOf(blocks: readonly Json[]): { block: Part; element: Part }[] {
  return blocks.flatMap((block: Part) => {
    const inner = Array.isArray(block.child_blocks) ? elementsOf(block.child_blocks) : [];
    const own = [block.element, block.accessory, ...(Array.isArray(block.elements) ? block.elements : [])];
    const parts = own.filter((element): element is Part => isPart(element) && 'action_id' in element);
    return [...parts.map((element) => ({ block, element })), ...inner];
  });
}

const interactive = new Set([
  'button',
  'checkboxes',
  'datepicker',
  'datetimepicker',
  'email_text_input',
  'external_select',
  'feedback_buttons',
  'file_input',
  'icon_button',
  'multi_channels_select',
  'multi_conversations_select',
  'multi_external_select',
  'multi_static_select',
  'multi_users_select',
  'channels_select',
  'conversations_select',
  'number_input',
  'overflow',
  'plain_text_input',
  'radio_buttons',
  'rich_text_input',
  'static_select',
  'timepicker',
  'url_text_input',
  'users_select',
  'workflow_button',
]);

/** The blocks with the ids that Slack gives where the app gave none. */
export function withIds(blocks: readonly Json[]): Json[] {
  return blocks.map((block) => ({
    ...block,
    block_id: block.block_id ?? newId('').slice(1, 6),
    ...(isPart(block.element) && { element: withActionId(block.element) }),
    ...(isPart(block.accessory) && { accessory: withActionId(block.accessory) }),
    ...(Array.isArray(block.elements) && { elements: block.elements.map(withActionId) }),
    ...(Array.isArray(block.child_blocks) && { child_blocks: withIds(block.child_blocks) }),
  }));
}

function withActionId(element: unknown): unknown {
  if (!isPart(element) || !interactive.has(String(element.type))) return element;
  return { ...element, action_id: element.action_id ?? newId('').slice(1, 6) };
}

export function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
