import type { ViewStateValue } from '@slack/bolt';

/** A file as an input of a modal hands it over. */
export interface SubmittedFile {
  id: string;
  name: string;
  mimetype: string;
  size: number;
  url_private_download: string;
}

/** Field name → what the person entered; a field left empty is absent. */
export type Fields = Record<string, unknown>;

type State = Record<string, Record<string, ViewStateValue>>;

/**
 * The inputs of a view by field name. The block id is the field's name; a suffix `#n` (used where a view must forget
 * what was typed) is left out.
 */
export function readState(values: State | undefined): Fields {
  const fields: Fields = {};
  for (const [blockId, elements] of Object.entries(values ?? {})) {
    for (const element of Object.values(elements)) {
      const value = enteredValue(element);
      if (value !== undefined && value !== null) fields[fieldName(blockId)] = value;
    }
  }
  return fields;
}

/** `comment#3` → `comment`. */
export function fieldName(blockId: string): string {
  return blockId.replace(/#\d+$/, '');
}

/** What was chosen or typed in one element of a view or message; `undefined` when nothing was. */
export function enteredValue(element: object): unknown {
  const e = element as Record<string, unknown>;
  const option = e.selected_option as { value?: string } | null | undefined;
  const options = e.selected_options as { value: string }[] | undefined;
  return (
    e.value ??
    option?.value ??
    options?.map((one) => one.value) ??
    e.selected_date ??
    e.selected_time ??
    e.selected_date_time ??
    e.selected_user ??
    e.selected_users ??
    e.selected_channel ??
    e.selected_channels ??
    e.selected_conversation ??
    e.selected_conversations ??
    e.files ??
    e.rich_text_value ??
    undefined
  );
}
