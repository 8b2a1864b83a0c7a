import type { MultiSelect, Option, OptionGroup, Select } from '@slack/types';
import type { ChannelView, UserObject } from '../../control/types.ts';
import { channelTitle, displayName } from '../store/names.ts';
import { workspace } from '../store/workspace.ts';
import { plain } from '../text/text.tsx';

/** One line of a select menu. */
export interface Choice {
  value: string;
  label: string;
  description?: string;
  /** The heading it stands under. */
  group?: string;
}

export const toChoice = (option: Option, group?: string): Choice => ({
  value: option.value ?? '',
  label: plain(option.text),
  ...(option.description ? { description: plain(option.description) } : {}),
  ...(group === undefined ? {} : { group }),
});

/** The lines of static options or option groups. */
export const staticChoices = (options: Option[] | undefined, groups: OptionGroup[] | undefined): Choice[] => [
  ...(options ?? []).map((option) => toChoice(option)),
  ...(groups ?? []).flatMap((group) => group.options.map((option) => toChoice(option, plain(group.label)))),
];

const userChoice = (user: UserObject): Choice => ({
  value: user.id,
  label: displayName(user),
  ...(user.profile.title ? { description: user.profile.title } : {}),
});

const channelChoice = (channel: ChannelView): Choice => ({
  value: channel.id,
  label: channelTitle(channel, workspace.value.users),
});

type SelectElement = Select | MultiSelect;
type ConversationFilter = { include?: string[]; exclude_bot_users?: boolean };

function conversationChoices(filter: ConversationFilter | undefined): Choice[] {
  const { channels, users } = workspace.value;
  const bots = new Set(users.filter((user) => user.is_bot).map((user) => user.id));
  return channels
    .filter((channel) => !filter?.include || filter.include.includes(channel.kind))
    .filter((channel) => !filter?.exclude_bot_users || !bots.has(channel.user ?? ''))
    .map(channelChoice);
}

/** What a select menu offers; undefined when the app is asked for each query. */
export function choicesOf(element: SelectElement): Choice[] | undefined {
  const { channels, users } = workspace.value;
  switch (element.type) {
    case 'static_select':
    case 'multi_static_select':
      return staticChoices(element.options, element.option_groups);
    case 'users_select':
    case 'multi_users_select':
      return users.filter((user) => !user.deleted).map(userChoice);
    case 'channels_select':
    case 'multi_channels_select':
      return channels
        .filter((channel) => channel.kind === 'public' && !channel.isArchived)
        .map(channelChoice);
    case 'conversations_select':
    case 'multi_conversations_select':
      return conversationChoices(element.filter);
    case 'external_select':
    case 'multi_external_select':
      return undefined;
  }
}

/** What is chosen before anyone touches it. */
export function initialChoice(element: SelectElement): string | string[] | null {
  switch (element.type) {
    case 'static_select':
    case 'external_select':
      return element.initial_option?.value ?? null;
    case 'multi_static_select':
    case 'multi_external_select':
      return (element.initial_options ?? []).map((option) => option.value ?? '');
    case 'users_select':
      return element.initial_user ?? null;
    case 'multi_users_select':
      return element.initial_users ?? [];
    case 'channels_select':
      return element.initial_channel ?? null;
    case 'multi_channels_select':
      return element.initial_channels ?? [];
    case 'conversations_select':
      return element.initial_conversation ?? null;
    case 'multi_conversations_select':
      return element.initial_conversations ?? [];
  }
}
