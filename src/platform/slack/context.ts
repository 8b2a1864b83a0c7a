import type { KnownBlock, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Logger } from '../logging.ts';
import type { SubmittedView } from './modal.ts';
import type { Fields } from './view-state.ts';

/** A private answer: text for screen readers and notifications, blocks for the eye. */
export interface Notice {
  text: string;
  blocks?: KnownBlock[];
  /** Replaces the message whose button was pressed instead of adding a private one. */
  replaceOriginal?: boolean;
}

/** What every listener gets: who acts where, and ways to answer. */
export interface InteractionContext {
  /** The installation that received the payload (team or enterprise id), never the actor's own team. */
  workspace: string;
  /** Who acts. */
  userId: string;
  client: WebClient;
  log: Logger;
  /** The same for Slack's redelivery of the same act; a key for "once". */
  key: string;
  /** Acknowledges early, before what is slow. Without it the listener is acknowledged when it returns. */
  ack(): Promise<void>;
  /** Tells the person privately (ephemeral). Best effort: never the only place of a fact. */
  respond(notice: Notice | string): Promise<void>;
  /** Opens a modal, or pushes it when the person is in one. */
  openModal(view: ModalView): Promise<string>;
}

/** A slash command after its subcommand was found. */
export interface CommandContext extends InteractionContext {
  /** What follows the subcommand, trimmed. */
  args: string;
  channelId: string;
}

/** A button, menu or other element that was used in a message, view or the Home tab. */
export interface ActionContext extends InteractionContext {
  actionId: string;
  /** A button's value, or what was selected; empty when nothing was. */
  value: string;
  /** All selected values of a multi-select or checkboxes; else `[value]`. */
  values: string[];
  blockId: string;
  /** The view the element stands in, if any. */
  view?: SubmittedView;
  /** What else is entered in that view or message. */
  fields: Fields;
  channelId?: string;
  messageTs?: string;
  threadTs?: string;
}

/** A submitted modal. */
export interface SubmissionContext extends InteractionContext {
  view: SubmittedView;
  /** Work that changes the view again; it begins when Slack has been given the answer, so that it cannot come first. */
  afterAnswer(work: () => Promise<void>): void;
}

/** What a submission may answer; nothing closes the modal. */
export type SubmissionAnswer =
  | { response_action: 'update' | 'push'; view: ModalView }
  | { response_action: 'clear' }
  | { response_action: 'errors'; errors: Record<string, string> };

/** A message or global shortcut. */
export interface ShortcutContext extends InteractionContext {
  channelId?: string;
  message?: {
    ts: string;
    thread_ts?: string;
    user?: string;
    bot_id?: string;
    text?: string;
    files?: unknown[];
  };
}

/** A request for options of an external select. */
export interface OptionsContext {
  workspace: string;
  userId: string;
  query: string;
  actionId: string;
  view?: SubmittedView;
}

/** One option of a select. */
export interface Option {
  text: string;
  value: string;
  description?: string;
}

/** A stored event; its listener may run again with the same `eventId`. */
export interface EventContext<Event> {
  workspace: string;
  event: Event;
  eventId: string;
  /** When Slack says it happened. */
  eventTime: Date;
  client: WebClient;
  log: Logger;
}
