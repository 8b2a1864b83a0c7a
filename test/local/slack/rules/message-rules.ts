import type { CallRule } from './call-rule.ts';
import { times, x } from './parts.ts';

const post = 'chat.postMessage';

/** What may be posted where, changed, read and reacted to. */
export const messageRules: CallRule[] = [
  {
    rule: 'The channel exists',
    refusal: 'channel_not_found',
    attempt: ({ call }) => call(post, { channel: 'C0NOWHERE', text: 'x' }),
  },
  {
    rule: 'The bot is in the channel',
    refusal: 'not_in_channel',
    attempt: ({ call }) => call(post, { channel: 'C0GENERAL', text: 'x' }),
  },
  {
    rule: 'A private channel that the bot is not in does not exist for it',
    refusal: 'channel_not_found',
    async attempt({ call, sandbox }) {
      const { channel } = await sandbox.control.act('U0BO', 'create-channel', {
        name: 'secret',
        is_private: true,
      });
      return call(post, { channel: channel?.id, text: 'x' });
    },
  },
  {
    rule: 'A channel of another team does not exist',
    refusal: 'channel_not_found',
    attempt: ({ call }) => call(post, { channel: 'C0LOBBY', text: 'x' }),
  },
  {
    rule: 'Nobody of another team gets a direct message',
    refusal: 'user_not_found',
    source: 'wording assumed',
    attempt: ({ call }) => call('conversations.open', { users: 'U0PAT' }),
  },
  {
    rule: 'Posting to a person of another team is refused',
    refusal: 'channel_not_found',
    source: 'wording assumed',
    attempt: ({ call }) => call(post, { channel: 'U0PAT', text: 'x' }),
  },
  {
    rule: 'conversations.open needs known people',
    refusal: 'user_not_found',
    attempt: ({ call }) => call('conversations.open', { users: 'U0NOBODY' }),
  },
  {
    rule: 'conversations.open needs people',
    refusal: 'users_list_not_supplied',
    attempt: ({ call }) => call('conversations.open'),
  },
  {
    rule: 'A group message has at most 8 people',
    refusal: 'too_many_users',
    attempt: ({ call }) => call('conversations.open', { users: times(9, (index) => `U${index}`).join(',') }),
  },
  {
    rule: 'A group message needs mpim:write',
    refusal: 'missing_scope',
    attempt: ({ call }) => call('conversations.open', { users: 'U0BO,U0CY' }),
  },
  {
    rule: 'Nothing is posted to an archived channel',
    refusal: 'is_archived',
    async attempt({ call }) {
      await call('conversations.archive', { channel: 'C0ALERTS' });
      return call(post, { channel: 'C0ALERTS', text: 'x' });
    },
  },
  {
    rule: 'A message has text, blocks or attachments',
    refusal: 'no_text',
    attempt: ({ call }) => call(post, { channel: 'C0TRIAGE', text: ' ' }),
  },
  {
    rule: 'A message has at most 100 attachments',
    refusal: 'too_many_attachments',
    attempt: ({ call }) =>
      call(post, { channel: 'C0TRIAGE', attachments: times(101, () => ({ text: 'a' })) }),
  },
  {
    rule: 'markdown_text excludes text and blocks',
    refusal: 'markdown_text_conflict',
    attempt: ({ call }) => call(post, { channel: 'C0TRIAGE', text: 'x', markdown_text: 'y' }),
  },
  {
    rule: 'markdown_text has at most 12,000 characters',
    refusal: 'msg_too_long',
    source: 'wording assumed',
    attempt: ({ call }) => call(post, { channel: 'C0TRIAGE', markdown_text: x(12_001) }),
  },
  {
    rule: 'Metadata has event_type and event_payload',
    refusal: 'invalid_metadata_format',
    attempt: ({ call }) => call(post, { channel: 'C0TRIAGE', text: 'x', metadata: { event_type: 'a' } }),
  },
  {
    rule: 'A reply has a parent',
    refusal: 'thread_not_found',
    source: 'not known',
    attempt: ({ call }) => call(post, { channel: 'C0TRIAGE', text: 'x', thread_ts: '1.000000' }),
  },
  {
    rule: 'An ephemeral message goes to someone in the channel',
    refusal: 'user_not_in_channel',
    attempt: ({ call }) => call('chat.postEphemeral', { channel: 'C0TRIAGE', user: 'U0ANA', text: 'x' }),
  },
  {
    rule: 'chat.update needs the message',
    refusal: 'message_not_found',
    attempt: ({ call }) => call('chat.update', { channel: 'C0TRIAGE', ts: '1.000000', text: 'x' }),
  },
  {
    rule: 'The app updates its own messages only',
    refusal: 'cant_update_message',
    async attempt({ call, sandbox }) {
      const { message } = await sandbox.control.act('U0BO', 'message', { channel: 'C0TRIAGE', text: 'mine' });
      return call('chat.update', { channel: 'C0TRIAGE', ts: message?.ts, text: 'yours' });
    },
  },
  {
    rule: 'An updated text has at most 4,000 characters',
    refusal: 'msg_too_long',
    async attempt({ call }) {
      const { ts } = await call(post, { channel: 'C0TRIAGE', text: 'x' });
      return call('chat.update', { channel: 'C0TRIAGE', ts, text: x(4001) });
    },
  },
  {
    rule: 'The app deletes its own messages only',
    refusal: 'cant_delete_message',
    async attempt({ call, sandbox }) {
      const { message } = await sandbox.control.act('U0BO', 'message', { channel: 'C0TRIAGE', text: 'mine' });
      return call('chat.delete', { channel: 'C0TRIAGE', ts: message?.ts });
    },
  },
  {
    rule: 'An ephemeral message cannot be updated by its ts',
    refusal: 'message_not_found',
    async attempt({ call }) {
      const { message_ts: ts } = await call('chat.postEphemeral', {
        channel: 'C0TRIAGE',
        user: 'U0BO',
        text: 'x',
      });
      return call('chat.update', { channel: 'C0TRIAGE', ts, text: 'y' });
    },
  },
  {
    rule: 'History is for members',
    refusal: 'not_in_channel',
    attempt: ({ call }) => call('conversations.history', { channel: 'C0GENERAL' }),
  },
  {
    rule: 'A thread exists',
    refusal: 'thread_not_found',
    attempt: ({ call }) => call('conversations.replies', { channel: 'C0TRIAGE', ts: '1.000000' }),
  },
  {
    rule: 'A cursor was given out by Slack',
    refusal: 'invalid_cursor',
    attempt: ({ call }) => call('users.list', { cursor: 'guess' }),
  },
  {
    rule: 'A limit is at least 1',
    refusal: 'invalid_limit',
    attempt: ({ call }) => call('conversations.history', { channel: 'C0TRIAGE', limit: 0 }),
  },
  {
    rule: 'A user exists',
    refusal: 'user_not_found',
    attempt: ({ call }) => call('users.info', { user: 'U0NOBODY' }),
  },
  {
    rule: 'A person of another team is not visible',
    refusal: 'user_not_found',
    attempt: ({ call }) => call('users.info', { user: 'U0PAT' }),
  },
  {
    rule: 'An address belongs to someone',
    refusal: 'users_not_found',
    attempt: ({ call }) => call('users.lookupByEmail', { email: 'nobody@acme.example' }),
  },
  {
    rule: 'A reaction is an emoji name',
    refusal: 'invalid_name',
    attempt: ({ call }) =>
      call('reactions.add', { channel: 'C0TRIAGE', timestamp: '1.000000', name: 'No Such!' }),
  },
  {
    rule: 'A reaction is added once',
    refusal: 'already_reacted',
    async attempt({ call }) {
      const { ts: timestamp } = await call(post, { channel: 'C0TRIAGE', text: 'x' });
      await call('reactions.add', { channel: 'C0TRIAGE', timestamp, name: 'eyes' });
      return call('reactions.add', { channel: 'C0TRIAGE', timestamp, name: 'eyes' });
    },
  },
  {
    rule: 'A reaction is taken back by who added it',
    refusal: 'no_reaction',
    async attempt({ call }) {
      const { ts: timestamp } = await call(post, { channel: 'C0TRIAGE', text: 'x' });
      return call('reactions.remove', { channel: 'C0TRIAGE', timestamp, name: 'eyes' });
    },
  },
  {
    rule: 'A channel name is lower case',
    refusal: 'invalid_name_specials',
    attempt: ({ call }) => call('conversations.create', { name: 'Loud Name' }),
  },
  {
    rule: 'A channel name is free',
    refusal: 'name_taken',
    attempt: ({ call }) => call('conversations.create', { name: 'general' }),
  },
  {
    rule: 'Inviting needs membership',
    refusal: 'not_in_channel',
    attempt: ({ call }) => call('conversations.invite', { channel: 'C0GENERAL', users: 'U0ANA' }),
  },
  {
    rule: 'Who is there cannot be invited',
    refusal: 'already_in_channel',
    attempt: ({ call }) => call('conversations.invite', { channel: 'C0TRIAGE', users: 'U0BO' }),
  },
  {
    rule: 'Types of conversations are known',
    refusal: 'invalid_types',
    attempt: ({ call }) => call('conversations.list', { types: 'club' }),
  },
];
