import type {
  AllMiddlewareArgs,
  App,
  BlockAction,
  SlackActionMiddlewareArgs,
  SlackShortcut,
  SlackShortcutMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewClosedAction,
  ViewSubmitAction,
} from '@slack/bolt';

type Listener<Args> = (args: Args & AllMiddlewareArgs) => Promise<void>;
type ActionArgs = SlackActionMiddlewareArgs<BlockAction>;
type SubmissionArgs = SlackViewMiddlewareArgs<ViewSubmitAction>;
type CloseArgs = SlackViewMiddlewareArgs<ViewClosedAction>;
type ShortcutArgs = SlackShortcutMiddlewareArgs<SlackShortcut>;

const any = /^/;

/**
 * Finds who listens to a payload by its id. Bolt by itself asks each of its listeners in turn, which with hundreds of
 * them costs more than many an answer; so it knows one of each kind.
 */
export class Router {
  readonly actions = new Map<string, Listener<ActionArgs>>();
  readonly submissions = new Map<string, Listener<SubmissionArgs>>();
  readonly closes = new Map<string, Listener<CloseArgs>>();
  readonly shortcuts = new Map<string, Listener<ShortcutArgs>>();

  constructor(app: App) {
    app.action<BlockAction>({ type: 'block_actions', action_id: any }, async (args) =>
      this.actions.get(args.action.action_id)?.(args),
    );
    app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: any }, async (args) =>
      this.submissions.get(args.view.callback_id)?.(args),
    );
    app.view<ViewClosedAction>({ type: 'view_closed', callback_id: any }, async (args) =>
      this.closes.get(args.view.callback_id)?.(args),
    );
    app.shortcut<SlackShortcut>(any, async (args) => this.shortcuts.get(args.shortcut.callback_id)?.(args));
  }
}
