/**
 * The control API: what the page and tests ask of the sandbox, and what it answers.
 *
 * Messages, files, views, users and channels keep Slack's own field names and shapes, so whoever knows
 * Slack's API can read them; what is ours alone is in camelCase. docs/sandbox.md describes each route.
 */

import type { CallRecord, ClockChange, DeliveryRecord, FailureRecord, Fault } from './traffic.ts';

export type { CallRecord, ClockChange, DeliveryRecord, FailureRecord, Fault };

/** Any JSON object whose fields are Slack's and not listed here. */
export type Json = Record<string, unknown>;

/** A person or a bot, as `users.info` shows it. */
export interface UserObject {
  id: string;
  team_id: string;
  name: string;
  real_name: string;
  deleted: boolean;
  is_bot: boolean;
  is_admin: boolean;
  is_owner: boolean;
  is_restricted: boolean;
  tz: string;
  tz_label: string;
  tz_offset: number;
  color: string;
  locale: string;
  profile: { display_name: string; real_name: string; email?: string; title: string } & Json;
}

/** A conversation as one person sees it in the side bar. */
export interface ChannelView {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im' | 'mpim';
  isMember: boolean;
  isArchived: boolean;
  topic: string;
  members: string[];
  /** The other side of a direct message. */
  user?: string;
  unread: number;
  /** Unread messages that mention the viewer; every unread message of a direct message counts. */
  mentions: number;
  lastRead: string;
  latest?: string;
}

export interface ReactionObject {
  name: string;
  users: string[];
  count: number;
}

/** A file, as `files.info` shows it. Its bytes for a viewer: `GET /control/files/:id?as=U…` (`&thumb=1`). */
export interface FileObject {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  filetype: string;
  size: number;
  user: string;
  created: number;
  mode: string;
  url_private: string;
  url_private_download: string;
  permalink: string;
  original_w?: number;
  original_h?: number;
  alt_txt?: string;
}

/** A message, as `conversations.history` shows it, plus what only the viewer sees. */
export interface MessageObject {
  type: 'message';
  channel: string;
  ts: string;
  text: string;
  user?: string;
  bot_id?: string;
  app_id?: string;
  username?: string;
  icons?: Json;
  /** `tombstone`: the message was deleted, and its replies are still there. */
  subtype?: string;
  hidden?: boolean;
  team?: string;
  thread_ts?: string;
  /** Whose message began the thread. */
  parent_user_id?: string;
  blocks?: Json[];
  attachments?: Json[];
  files?: FileObject[];
  reactions?: ReactionObject[];
  edited?: { user: string; ts: string };
  metadata?: Json;
  reply_count?: number;
  reply_users?: string[];
  latest_reply?: string;
  /** True for an ephemeral message: only this viewer has it. */
  is_ephemeral?: boolean;
}

/** A view, as `views.open` answers it, plus what its person has typed so far. */
export interface ViewObject {
  id: string;
  team_id: string;
  type: 'modal' | 'home';
  callback_id: string;
  private_metadata: string;
  title?: Json;
  submit?: Json | null;
  close?: Json | null;
  blocks: Json[];
  hash: string;
  external_id: string;
  app_id: string;
  bot_id: string;
  root_view_id: string;
  previous_view_id: string | null;
  notify_on_close: boolean;
  clear_on_close: boolean;
  submit_disabled: boolean;
  state: { values: StateValues };
}

/** Slack's `view.state.values`: by block id, then action id. */
export type StateValues = Record<string, Record<string, Json>>;

/**
 * What a person entered, by block id, then action id, in short form: text, the `value` of an option, an
 * id, a date, a time, an epoch; a list for what holds several (checkboxes, multi selects, file ids); null
 * for "emptied". What is left out keeps its earlier or initial value.
 */
export type Entries = Record<string, Record<string, EntryValue>>;
export type EntryValue = string | number | string[] | Json | Json[] | null;

export interface CommandView {
  command: string;
  description: string;
  usage_hint: string;
}

interface ShortcutView {
  name: string;
  type: 'global' | 'message';
  callback_id: string;
  description: string;
}

export interface StepView {
  callback_id: string;
  title: string;
  description: string;
  inputs: { name: string; type: string; title: string; description: string; required: boolean }[];
  outputs: { name: string; type: string; title: string }[];
}

/** The app under test, from its manifest and its live connections. */
export interface AppView {
  id: string;
  name: string;
  description: string;
  bot_user_id: string;
  bot_id: string;
  installed: boolean;
  mode: 'socket' | 'http';
  /** Open sockets; 0 in HTTP mode. */
  connections: number;
  homeTab: boolean;
  messagesTab: boolean;
  messagesTabReadOnly: boolean;
  commands: CommandView[];
  shortcuts: ShortcutView[];
  steps: StepView[];
}

/** The workspace's clock. `offsetMs` is added to the system's time; `now` is the result, in ms since 1970. */
export interface ClockView {
  offsetMs: number;
  now: number;
  frozen: boolean;
}

/** `GET /control/state?as=U…` */
export interface StateView {
  team: { id: string; name: string; domain: string };
  teams: { id: string; name: string; domain: string }[];
  me: UserObject;
  users: UserObject[];
  /** Channels the viewer is in or may join, and direct messages. */
  channels: ChannelView[];
  app: AppView;
  clock: ClockView;
}

/** `GET /control/channels/:id/messages?as=&thread=&before=&limit=`, oldest first. */
export interface MessagesPage {
  messages: MessageObject[];
  hasMore: boolean;
}

/** Where an interactive element stands. */
export type Place = { channel: string; ts: string } | { view_id: string };

/** Requests under `POST /control/act/<name>`; each also carries `as`, the acting person. */
export interface Acts {
  message: { channel: string; text?: string; thread_ts?: string; files?: (string | Upload)[] };
  edit: { channel: string; ts: string; text: string };
  delete: { channel: string; ts: string };
  /** `text` is the whole line: `/ticket new`. */
  command: { channel: string; text: string };
  /** A click or a choice. `value` as in `Entries`; `entries` is whatever else was typed in the view by then. */
  action: Place & { block_id?: string; action_id: string; value?: EntryValue; entries?: Entries };
  options: Place & { block_id?: string; action_id: string; query: string };
  submit: { view_id: string; entries?: Entries };
  /** `all` closes the whole stack (the ✕ of the window), else only this view (its Close button). */
  close: { view_id: string; all?: boolean };
  shortcut: { callback_id: string };
  'message-shortcut': { callback_id: string; channel: string; ts: string };
  reaction: { channel: string; ts: string; name: string; remove?: boolean };
  /** Uploads without sharing: for `file_input`, or for `message.files` by id. */
  upload: { files: Upload[] };
  'open-home': { tab?: 'home' | 'messages' };
  dm: { user: string };
  read: { channel: string; ts: string };
  join: { channel: string };
  leave: { channel: string };
  invite: { channel: string; user: string };
  'create-channel': { name: string; is_private?: boolean };
  /** `archived: false` brings it back. */
  'archive-channel': { channel: string; archived?: boolean };
  step: { callback_id: string; inputs: Json; waitSeconds?: number };
}
export type ActName = keyof Acts;

export interface Upload {
  name: string;
  /** Base64. */
  data: string;
  title?: string;
  alt_txt?: string;
}

/** What went wrong between Slack and the app, as the acting person would be told. */
export interface Failure {
  kind: 'no_connection' | 'not_acked' | 'late' | 'http_status' | 'bad_answer';
  /** What Slack shows the person. */
  message: string;
  /** For developers. */
  detail: string;
}

/** What each act answers, after the app's ack. `ok` is false when the app failed or refused. */
export interface ActResult {
  ok: boolean;
  failure?: Failure;
  /** Errors of a submission, by block id. */
  errors?: Record<string, string>;
  /** The top view after a submission or close; null when the stack is empty. */
  view?: ViewObject | null;
  /** Wait from delivery to ack, in ms. */
  ackMs?: number;
  message?: MessageObject;
  channel?: ChannelView;
  files?: FileObject[];
  options?: Json[];
  option_groups?: Json[];
  /** `step`: how the function ended; absent while it runs. */
  step?: { execution_id: string; status: 'running' | 'completed' | 'failed'; outputs?: Json; error?: string };
}

/** `GET /control/events?as=U…` (Server-Sent Events); the event's name is `type`. */
export type LiveEvent =
  | { type: 'message'; message: MessageObject }
  | { type: 'message_changed'; message: MessageObject }
  | { type: 'message_deleted'; channel: string; ts: string; thread_ts?: string }
  | { type: 'ephemeral'; message: MessageObject }
  | { type: 'ephemeral_deleted'; channel: string; ts: string }
  | { type: 'view_opened' | 'view_updated' | 'view_closed'; view: ViewObject }
  | { type: 'home_published'; view: ViewObject }
  | { type: 'channel'; channel: ChannelView }
  | { type: 'users'; users: UserObject[] }
  | { type: 'app'; app: AppView }
  | { type: 'notice'; failure: Failure; channel?: string }
  | { type: 'clock'; clock: ClockView }
  | { type: 'call'; call: CallRecord }
  | { type: 'delivery'; delivery: DeliveryRecord };
