import { z } from 'zod';
import {
  base,
  confirmable,
  conversationFilter,
  focusable,
  optionGroup,
  placeholdable,
  plainOption,
  selectsMany,
} from './shapes.ts';

const menu = { ...base, ...confirmable, ...focusable, ...placeholdable };
const staticOptions = {
  options: z.array(plainOption).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
};
const responds = { response_url_enabled: z.boolean().optional() };

interface StaticMenu {
  options?: { value: string }[] | undefined;
  option_groups?: { options: { value: string }[] }[] | undefined;
  initial_option?: { value: string } | undefined;
  initial_options?: { value: string }[] | undefined;
  max_selected_items?: number | undefined;
}

/** What Slack demands of a static menu across its fields. */
function checkStatic(menu: StaticMenu, context: z.RefinementCtx): void {
  const fail = (message: string, path: string[] = []) => context.addIssue({ code: 'custom', message, path });
  if ((menu.options === undefined) === (menu.option_groups === undefined))
    fail('must have either options or option_groups');
  const known = [
    ...(menu.options ?? []),
    ...(menu.option_groups ?? []).flatMap((group) => group.options),
  ].map((option) => JSON.stringify(option));
  if (menu.initial_option && !known.includes(JSON.stringify(menu.initial_option)))
    fail('initial_option must match one of the options', ['initial_option']);
  for (const [index, option] of (menu.initial_options ?? []).entries())
    if (!known.includes(JSON.stringify(option)))
      fail('initial_options must match the options', ['initial_options', String(index)]);
}

/** What is chosen at first must not be more than what may be chosen. */
function checkCount(
  menu: { max_selected_items?: number | undefined },
  initial: unknown[] | undefined,
  context: z.RefinementCtx,
): void {
  if (menu.max_selected_items !== undefined && (initial?.length ?? 0) > menu.max_selected_items)
    context.addIssue({ code: 'custom', message: 'has more initial items than max_selected_items' });
}

const minQuery = { min_query_length: z.number().int().min(0).optional() };

/** Menus of one choice. */
export const selects = [
  z
    .strictObject({
      type: z.literal('static_select'),
      ...menu,
      ...staticOptions,
      initial_option: plainOption.optional(),
    })
    .superRefine(checkStatic),
  z.strictObject({
    type: z.literal('external_select'),
    ...menu,
    ...minQuery,
    initial_option: plainOption.optional(),
  }),
  z.strictObject({ type: z.literal('users_select'), ...menu, initial_user: z.string().optional() }),
  z.strictObject({
    type: z.literal('channels_select'),
    ...menu,
    ...responds,
    initial_channel: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('conversations_select'),
    ...menu,
    ...responds,
    initial_conversation: z.string().optional(),
    default_to_current_conversation: z.boolean().optional(),
    filter: conversationFilter,
  }),
] as const;

/** Menus of several choices. */
export const multiSelects = [
  z
    .strictObject({
      type: z.literal('multi_static_select'),
      ...menu,
      ...selectsMany,
      ...staticOptions,
      initial_options: z.array(plainOption).optional(),
    })
    .superRefine(checkStatic)
    .superRefine((each, context) => checkCount(each, each.initial_options, context)),
  z
    .strictObject({
      type: z.literal('multi_external_select'),
      ...menu,
      ...selectsMany,
      ...minQuery,
      initial_options: z.array(plainOption).optional(),
    })
    .superRefine((each, context) => checkCount(each, each.initial_options, context)),
  z
    .strictObject({
      type: z.literal('multi_users_select'),
      ...menu,
      ...selectsMany,
      initial_users: z.array(z.string()).optional(),
    })
    .superRefine((each, context) => checkCount(each, each.initial_users, context)),
  z
    .strictObject({
      type: z.literal('multi_channels_select'),
      ...menu,
      ...selectsMany,
      initial_channels: z.array(z.string()).optional(),
    })
    .superRefine((each, context) => checkCount(each, each.initial_channels, context)),
  z
    .strictObject({
      type: z.literal('multi_conversations_select'),
      ...menu,
      ...selectsMany,
      initial_conversations: z.array(z.string()).optional(),
      default_to_current_conversation: z.boolean().optional(),
      filter: conversationFilter,
    })
    .superRefine((each, context) => checkCount(each, each.initial_conversations, context)),
] as const;
