import type { Entries, EntryValue, Json } from '../../control/types.ts';

const optionValue = (option: unknown) => (option as { value?: string } | null)?.value ?? null;

/** Slack's state of an element in the short form that `Entries` use; null when it is empty. */
export function shortForm(state: Json): EntryValue {
  const lists = ['selected_users', 'selected_channels', 'selected_conversations'];
  const singles = [
    'value',
    'selected_date',
    'selected_time',
    'selected_date_time',
    'selected_user',
    'selected_channel',
    'selected_conversation',
    'rich_text_value',
  ];
  if ('selected_option' in state) return optionValue(state.selected_option);
  if (Array.isArray(state.selected_options))
    return state.selected_options.map((one) => String(optionValue(one)));
  if (Array.isArray(state.files)) return state.files.map((file) => String((file as { id?: string }).id));
  const list = lists.find((key) => Array.isArray(state[key]));
  if (list) return state[list] as string[];
  const single = singles.find((key) => key in state);
  return single ? (state[single] as EntryValue) : null;
}

/** Drops what was entered in blocks that a new version of the view no longer has. */
export function pruneEntries(entries: Entries, blocks: Json[]): Entries {
  const ids = new Set(blocks.map((block) => String(block.block_id)));
  return Object.fromEntries(Object.entries(entries).filter(([blockId]) => ids.has(blockId)));
}

const idOf = (one: string | Json) => (typeof one === 'string' ? one : String(one.value));

/** The values chosen in a menu, whether they are noted as ids or as whole options. */
export function chosenIn(entry: EntryValue): string[] {
  if (Array.isArray(entry)) return entry.map(idOf);
  if (entry === null || entry === '' || typeof entry === 'number') return [];
  return [idOf(entry)];
}
