import type { Entries, Json, MessageObject, ViewObject } from '../control/types.ts';

/** What the sandbox keeps, in its own words; `present.ts` turns it into Slack's objects. */

export interface Team {
  id: string;
  name: string;
  domain: string;
}

export interface User {
  id: string;
  team: string;
  name: string;
  realName: string;
  displayName: string;
  title: string;
  email: string;
  tz: string;
  isBot: boolean;
  isAdmin: boolean;
  isOwner: boolean;
  isGuest: boolean;
  /** The language and region chosen in Slack; Slack's own default when absent. */
  locale?: string;
  deleted: boolean;
  /** Unix seconds. */
  updated: number;
}

export interface Channel {
  id: string;
  team: string;
  name: string;
  kind: 'public' | 'private' | 'im' | 'mpim';
  members: string[];
  creator: string;
  /** Unix seconds. */
  created: number;
  topic: string;
  purpose: string;
  archived: boolean;
  /** Last read ts by user. */
  lastRead: Record<string, string>;
}

/** A message as stored: Slack's own shape, with files by id, and for an ephemeral one its reader. */
export interface Message
  extends Omit<MessageObject, 'files' | 'reply_count' | 'reply_users' | 'latest_reply'> {
  fileIds?: string[];
  /** The reader of an ephemeral message. */
  to?: string;
}

export interface StoredFile {
  id: string;
  team: string;
  name: string;
  title: string;
  altText?: string;
  size: number;
  user: string;
  /** The app that uploaded it, when no person did. */
  byApp: boolean;
  /** Unix seconds. */
  created: number;
  /** `promised`: has an upload URL; `received`: has its bytes; `complete`: finished by the third step. */
  step: 'promised' | 'received' | 'complete';
  /** Protocol time in ms from which Slack has processed it. */
  readyAt: number;
  mimetype: string;
  filetype: string;
  width?: number;
  height?: number;
  /** Channels where it was shared. */
  channels: string[];
  /** Views whose `file_input` handed it to the app. */
  givenToApp: boolean;
}

/** An open modal or a published Home. */
export interface StoredView {
  view: ViewObject;
  user: string;
  team: string;
  /** What the person has entered so far. */
  entries: Entries;
}

export interface Token {
  token: string;
  kind: 'bot' | 'user' | 'app';
  team: string;
  user: string;
  scopes: string[];
  revoked: boolean;
  /** Protocol time in ms at which a rotated token ends. */
  expiresAt?: number;
}

export interface Installation {
  team: string;
  botUser: string;
  botId: string;
  active: boolean;
}

export interface ResponseUrl {
  id: string;
  team: string;
  channel: string;
  user: string;
  /** Protocol time in ms. */
  expiresAt: number;
  uses: number;
  /** The message it may replace or delete. */
  ts?: string;
  ephemeral: boolean;
  thread_ts?: string;
}

export interface StepRun {
  id: string;
  team: string;
  user: string;
  callbackId: string;
  inputs: Json;
  status: 'running' | 'completed' | 'failed';
  outputs?: Json;
  error?: string;
}

export interface ScheduledMessage {
  id: string;
  team: string;
  channel: string;
  /** Unix seconds on the workspace's clock. */
  postAt: number;
  message: Omit<Message, 'ts' | 'type' | 'channel'>;
}

/** An event that the app did not take, and when it is sent again. */
export interface Retry {
  /** The event's id. */
  id: string;
  payload: Json;
  /** 1 to 3. */
  attempt: number;
  reason: string;
  /** Milliseconds since 1970 on the workspace's clock. */
  dueAt: number;
}

/** A consent that a person gave on the authorize page; it can be exchanged once, within ten minutes. */
export interface Grant {
  team: string;
  user: string;
  redirectUri: string;
  /** Protocol time in ms. */
  expiresAt: number;
}
