import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Logger } from '../logging.ts';
import type { Installation } from './bolt.ts';
import { CommandTable, type Subcommand } from './commands.ts';
import type { EventContext, InteractionContext } from './context.ts';
import type { Acted } from './listen.ts';
import { type ActionHandler, listenForAction } from './listen-action.ts';
import { listenForCommands } from './listen-command.ts';
import { listenForEvent } from './listen-event.ts';
import { listenForOptions, type OptionsHandler } from './listen-options.ts';
import { listenForShortcut, type ShortcutHandler } from './listen-shortcut.ts';
import { listenForClose, listenForSubmission, type SubmissionHandler } from './listen-submission.ts';
import type { Modal } from './modal.ts';
import { Router } from './router.ts';

/** What listeners need from their surroundings. */
export interface ListenDeps {
  app: App;
  router: Router;
  log: Logger;
  acted: Acted;
}

/** Everything features have registered, by id; tests compare it with the views and with manifest.yml. */
export interface Registered {
  actions: string[];
  views: string[];
  shortcuts: string[];
  options: string[];
  events: string[];
}

/**
 * The desk's side of Slack. Features register listeners by static id; each id has exactly one. Every listener runs
 * inside one boundary: it is acknowledged in time, and what it throws becomes a message for the person or a reference
 * number with the story in the log.
 */
export class Slack {
  readonly commands = new CommandTable();
  readonly registered: Registered = { actions: [], views: [], shortcuts: [], options: [], events: [] };
  readonly #deps: ListenDeps;
  readonly #installation: Installation;
  readonly #afterActs: Acted[] = [];

  constructor(deps: Omit<ListenDeps, 'acted' | 'router'> & { installation: Installation }) {
    this.#deps = {
      ...deps,
      router: new Router(deps.app),
      acted: (act) => this.#afterActs.forEach((after) => void after(act)),
    };
    this.#installation = deps.installation;
  }

  /** Registers `/group name`; help follows by itself. */
  command(subcommand: Subcommand): void {
    this.commands.add(subcommand);
  }

  action(id: string, handler: ActionHandler): void {
    this.#once('actions', id);
    listenForAction(this.#deps, id, handler);
  }

  /** The submission of a modal; what the handler returns is what Slack is told (nothing closes the modal). */
  modal<Meta, Values>(modal: Modal<Meta, Values>, handler: SubmissionHandler<Meta, Values>): void {
    this.#once('views', modal.id);
    listenForSubmission(this.#deps, modal, handler);
  }

  /** A modal that was closed by the person (needs `notifyOnClose`). */
  viewClosed<Meta, Values>(
    modal: Modal<Meta, Values>,
    handler: (context: InteractionContext, meta: Meta) => Promise<void>,
  ): void {
    listenForClose(this.#deps, modal, handler);
  }

  /** Runs after every act of a person; it must not throw. */
  afterEachAct(after: Acted): void {
    this.#afterActs.push(after);
  }

  options(id: string, handler: OptionsHandler): void {
    this.#once('options', id);
    listenForOptions(this.#deps, id, handler);
  }

  /** A global or message shortcut by its callback id. */
  shortcut(id: string, handler: ShortcutHandler): void {
    this.#once('shortcuts', id);
    listenForShortcut(this.#deps, id, handler);
  }

  /** An event; several features may listen to the same. Runs from the inbox and may run again: be idempotent. */
  event<Event>(name: string, handler: (context: EventContext<Event>) => Promise<void>): void {
    if (!this.registered.events.includes(name)) this.registered.events.push(name);
    listenForEvent(this.#deps, name, handler);
  }

  /** Binds the commands; call once after all features have registered. */
  bindCommands(): void {
    listenForCommands(this.#deps, this.commands);
  }

  /** A client of the workspace, for work that no listener started. */
  async client(workspace: string): Promise<WebClient> {
    if (workspace !== this.#installation.workspace)
      throw new Error(`the desk is not installed in ${workspace}`);
    return this.#deps.app.client;
  }

  /** The workspaces the desk is installed in. */
  async workspaces(): Promise<string[]> {
    return [this.#installation.workspace];
  }

  async botUserId(_workspace: string): Promise<string> {
    return this.#installation.botUserId;
  }

  async botToken(_workspace: string): Promise<string> {
    return this.#installation.botToken;
  }

  #once(kind: keyof Registered, id: string): void {
    if (this.registered[kind].includes(id)) throw new Error(`two listeners for ${id}`);
    this.registered[kind].push(id);
  }
}
