import type { Rule } from './rule.ts';

/** A rule that is no refusal of a call, with the test that proves it. */
export interface Behaviour extends Rule {
  area: string;
  /** File in test/local/slack, and a part of the test's title. */
  proof: [file: string, title: string];
}

const delivery = 'delivery.test.ts';
const submissions = 'submissions.test.ts';

/** How payloads travel, what people can do, and what can be asked for. */
export const behaviours: Behaviour[] = [
  {
    area: 'Acks',
    rule: 'Commands, actions, views and options are acked within 3 seconds',
    refusal: 'The person is shown a failure',
    proof: [delivery, 'that is not acked in time'],
  },
  {
    area: 'Acks',
    rule: 'A late ack has no effect',
    refusal: 'Noted as `late_ack`',
    proof: [delivery, 'that is acked too late'],
  },
  {
    area: 'Acks',
    rule: 'An envelope is acked once',
    refusal: 'Noted as `double_ack`',
    proof: [delivery, 'that is acked twice'],
  },
  {
    area: 'Acks',
    rule: 'Somebody must be there to ack',
    refusal: 'The person is shown a failure',
    proof: [delivery, 'that finds no app'],
  },
  {
    area: 'Acks',
    rule: 'The answer to a command keeps the rules of messages',
    refusal: 'The person is shown a failure',
    source: 'wording assumed',
    proof: [delivery, 'that is acked with unusable content'],
  },
  {
    area: 'Acks',
    rule: 'Errors of a submission name input blocks of the view',
    refusal: 'The person is shown a failure',
    source: 'wording assumed',
    proof: [submissions, 'an error for a block that is not there'],
  },
  {
    area: 'Acks',
    rule: 'A view in an answer keeps the rules of views',
    refusal: 'The person is shown a failure',
    proof: [submissions, 'a view that is not legal'],
  },
  {
    area: 'Acks',
    rule: 'An answer does not push a fourth view',
    refusal: 'The person is shown a failure',
    proof: [submissions, 'would make a fourth view'],
  },
  {
    area: 'Acks',
    rule: 'A submission acked without content closes the view',
    refusal: '',
    proof: [submissions, 'without content closes the view'],
  },
  {
    area: 'Acks',
    rule: 'What was typed stays where block and action ids stay',
    refusal: '',
    proof: [submissions, 'keeps what was typed'],
  },
  {
    area: 'Acks',
    rule: 'An app gives at most 100 options',
    refusal: 'The person is shown a failure',
    source: 'not known',
    proof: [submissions, 'are refused beyond 100'],
  },
  {
    area: 'Views',
    rule: 'Required fields, lengths, numbers and addresses are checked before the app is asked',
    refusal: 'An error beside the field',
    source: 'wording assumed',
    proof: [submissions, 'refuse %s beside the field'],
  },
  {
    area: 'Views',
    rule: 'view_closed is sent only with notify_on_close',
    refusal: '',
    proof: [submissions, 'says nothing otherwise'],
  },
  {
    area: 'Files',
    rule: 'A file input takes files up to 10 MB',
    refusal: 'An error beside the field',
    proof: ['files.test.ts', 'does not take %s'],
  },
  {
    area: 'Files',
    rule: 'An upload that was not shared is for the app alone',
    refusal: '404',
    proof: ['files.test.ts', 'is for the app alone'],
  },
  {
    area: 'Files',
    rule: 'A file of a conversation without the bot stays closed to it',
    refusal: '404',
    proof: ['files.test.ts', 'stays closed to it'],
  },
  {
    area: 'Events',
    rule: 'An event not acked comes again at once, after 1 and after 5 minutes',
    refusal: '',
    proof: [delivery, 'comes again at once, after 1 and after 5 minutes'],
  },
  {
    area: 'Events',
    rule: 'HTTP: x-slack-retry-num and -reason; Socket Mode: retry_attempt and retry_reason',
    refusal: '',
    proof: ['bolt-http.test.ts', 'and comes again'],
  },
  {
    area: 'Events',
    rule: 'Events of conversations come only where the bot is',
    refusal: 'No event',
    proof: [delivery, 'only where its bot is'],
  },
  {
    area: 'Events',
    rule: 'A subscribed event needs its scope',
    refusal: 'No event; noted as `missing_scope`',
    source: 'wording assumed',
    proof: ['events.test.ts', 'without its scope is not sent'],
  },
  {
    area: 'Socket Mode',
    rule: 'One of several sockets gets each envelope',
    refusal: '',
    proof: [delivery, 'each goes to one of them'],
  },
  {
    area: 'Socket Mode',
    rule: 'An address opens one socket; an app has at most ten',
    refusal: 'The socket is not opened',
    proof: [delivery, 'open once per address'],
  },
  {
    area: 'Socket Mode',
    rule: 'Slack asks sockets to reconnect by `disconnect`',
    refusal: '',
    proof: [delivery, 'are asked to reconnect'],
  },
  {
    area: 'Socket Mode',
    rule: 'An event under way on a socket that closes is sent to another',
    refusal: '',
    source: 'not known',
    proof: [delivery, 'are cut on request'],
  },
  {
    area: 'HTTP',
    rule: 'Requests are signed with the signing secret',
    refusal: 'The app answers 401',
    proof: ['bolt-http.test.ts', 'arrives signed'],
  },
  {
    area: 'HTTP',
    rule: 'Wrong signatures and old timestamps can be sent',
    refusal: 'The app answers 401',
    proof: ['bolt-http.test.ts', 'is refused, and comes again'],
  },
  {
    area: 'HTTP',
    rule: 'Timestamps from the future can be sent',
    refusal: '',
    proof: ['bolt-http.test.ts', 'from the future'],
  },
  {
    area: 'Rates',
    rule: 'Calls a minute by tier, when asked for',
    refusal: '429 `ratelimited` with Retry-After',
    proof: ['rates.test.ts', 'takes its calls a minute'],
  },
  {
    area: 'Rates',
    rule: 'One post a second in a channel, when asked for',
    refusal: '429 `ratelimited` with Retry-After',
    proof: ['rates.test.ts', 'posting is one a second'],
  },
  {
    area: 'Trouble on request',
    rule: '429 with Retry-After for a method',
    refusal: '',
    proof: [delivery, '429 with Retry-After'],
  },
  { area: 'Trouble on request', rule: '500', refusal: '', proof: [delivery, "test('500'"] },
  { area: 'Trouble on request', rule: 'Slow answers', refusal: '', proof: [delivery, 'slow answers'] },
  {
    area: 'Trouble on request',
    rule: 'Sockets cut, and sockets gone silent',
    refusal: '',
    proof: [delivery, 'fall silent on request'],
  },
  {
    area: 'Trouble on request',
    rule: 'Events delivered twice',
    refusal: '',
    proof: [delivery, 'is delivered twice on request'],
  },
  {
    area: 'Trouble on request',
    rule: 'An outage for so many seconds',
    refusal: '',
    proof: [delivery, 'an outage until it is ended'],
  },
  {
    area: 'Trouble on request',
    rule: 'Tokens revoked, the app uninstalled',
    refusal: '',
    proof: ['events.test.ts', 'uninstalling tells the app'],
  },
  {
    area: 'Manifest',
    rule: 'Names, descriptions, hints and counts keep the limits of the manifest schema',
    refusal: 'The sandbox does not start',
    proof: ['manifest.test.ts', 'is refused, and the place is named'],
  },
  {
    area: 'Manifest',
    rule: 'Commands and shortcuts need the scope `commands`',
    refusal: 'They are not offered',
    proof: ['manifest.test.ts', 'no command is offered'],
  },
  {
    area: 'Manifest',
    rule: 'Clicks, forms and menus need interactivity',
    refusal: 'The person is shown a failure',
    proof: ['manifest.test.ts', 'no click is delivered'],
  },
  {
    area: 'Manifest',
    rule: 'Apps that are not installed in a team are not offered there',
    refusal: 'Not a valid command',
    proof: ['shared-channel.test.ts', 'are not offered to guests'],
  },
  {
    area: 'Installing',
    rule: 'Rotated tokens live 12 hours; a refresh token is used once',
    refusal: '`token_expired`, `invalid_refresh_token`',
    proof: ['rotation.test.ts', 'a rotated token lives 12 hours'],
  },
  {
    area: 'Messages and conversations',
    rule: 'A scheduled message lies in the next 120 days',
    refusal: '`time_in_past`, `time_too_far`',
    proof: ['scheduled.test.ts', 'seconds ahead is refused'],
  },
  {
    area: 'Socket Mode',
    rule: "Slack's client comes back after each loss and hears what was said",
    refusal: '',
    proof: ['reconnect.test.ts', 'comes back when it is'],
  },
  {
    area: 'Messages and conversations',
    rule: 'A text beyond 40,000 characters is cut off',
    refusal: '',
    source: 'not known',
    proof: ['respond.test.ts', 'is cut off'],
  },
  {
    area: 'Response URLs',
    rule: 'A response is for the person alone unless it is in_channel',
    refusal: '',
    proof: ['respond.test.ts', 'is for the person alone'],
  },
  {
    area: 'Response URLs',
    rule: 'A response works in channels where the bot is not',
    refusal: '',
    proof: ['respond.test.ts', 'where the bot is not'],
  },
];
