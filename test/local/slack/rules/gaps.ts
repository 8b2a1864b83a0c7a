/** What the sandbox does otherwise than Slack, or where Slack's behaviour is not known to us. */
export const gaps: [what: string, state: string][] = [
  [
    'Exact wording of objections in response_metadata.messages',
    'Not known where the table says "wording assumed"; test for the code and the pointer.',
  ],
  [
    'Order of the checks of a call (scope before arguments, arguments before channel)',
    'Not known; ours is method, token, scope, rate, arguments, then the method itself.',
  ],
  ['Characters in limits', 'Counted as UTF-16 units; how Slack counts emoji is not known.'],
  ['value of an option longer than 75', 'Refused; some pages of Slack say 150.'],
  ['views.open from inside a modal', "Puts the new view on the stack; Slack's behaviour is not known."],
  ['`message` in block_actions of an ephemeral message', 'Left out; not known.'],
  [
    'Refusal of a response URL that is used up',
    '404 with `used_url` or `expired_url`; status and code are not known.',
  ],
  ['slack_file in a Home for other viewers', 'Shown to the person that Home is for; not known.'],
  ['An upload of another length than promised', 'Refused with 400; not known.'],
  [
    'Alert, card, container and table in views',
    'Alert, card and container are taken, tables are not; not known.',
  ],
  ['`team` of an interaction in a shared channel', "The actor's own team, as in `user.team_id`; not known."],
  ['blocks of messages that people write', 'Not sent; Slack sends a rich_text block.'],
  ['Pictures by address', 'Not fetched; Slack refuses addresses that it cannot fetch.'],
  ['Posting to a thread that does not exist', "thread_not_found; Slack's behaviour is not known."],
  ['Switching subscriptions off at 95 % failures, app_rate_limited, delayed events', 'Not built.'],
  ['url_verification and ssl_check requests', 'Not sent.'],
  ['Org-wide installation (Enterprise)', 'Not built: every installation belongs to one team.'],
  ['User tokens and user scopes', 'Not built: installing gives a bot token.'],
  ['Incoming webhooks, unfurl previews of links, canvases, lists, huddles, AI assistant panes', 'Not built.'],
  [
    'Guests and limits of single-channel guests',
    'A guest sees the channels they are in; finer rules are not built.',
  ],
];
