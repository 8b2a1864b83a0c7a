import { App, LogLevel } from '@slack/bolt';
import type { HomeView } from '@slack/types';
import { type Sandbox, startSandbox } from '../../../../../src/local/slack/index.ts';
import { card, markdown, wall } from './blocks.ts';
import { details, everyInput } from './form.ts';
import { manifest } from './manifest.ts';
import { redSquare } from './picture.ts';

/** A sandbox with the gallery app connected to it. */
export interface Gallery {
  sandbox: Sandbox;
  app: App;
  /** What the last submitted form held, as the app got it. */
  submitted: () => unknown;
  /** Posts the blocks to look at, in #support-triage. */
  postWall: () => Promise<void>;
  close: () => Promise<void>;
}

/** Starts both; the app answers everything but `/silent`. */
export async function openGallery(): Promise<Gallery> {
  const sandbox = await startSandbox({ manifest, tuning: { ackMs: 1000, fileReadyMs: 0 } });
  let submitted: unknown;
  const app = new App({
    token: sandbox.botToken,
    appToken: sandbox.appToken,
    socketMode: true,
    clientOptions: { slackApiUrl: sandbox.apiUrl },
    logLevel: LogLevel.ERROR,
  });
  listen(app, (values) => {
    submitted = values;
  });
  await app.start();
  return {
    sandbox,
    app,
    submitted: () => submitted,
    postWall: async () => {
      const picture = await redSquare(app.client);
      const post = (blocks: typeof card) =>
        app.client.chat.postMessage({ channel: 'C0TRIAGE', text: 'See blocks', blocks });
      await post(card);
      await post(wall(picture));
      await post(markdown);
    },
    close: async () => {
      await app.stop();
      await sandbox.close();
    },
  };
}

const homeOf = (clicks: number): HomeView => ({
  type: 'home',
  blocks: [
    { type: 'header', text: { type: 'plain_text', text: 'Your desk' } },
    { type: 'section', text: { type: 'mrkdwn', text: `Clicked ${clicks} times` } },
    {
      type: 'actions',
      elements: [{ type: 'button', action_id: 'home.count', text: { type: 'plain_text', text: 'Count' } }],
    },
  ],
});

function listen(app: App, onSubmit: (values: unknown) => void): void {
  let clicks = 0;
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: homeOf(clicks) });
  });
  app.action('home.count', async ({ ack, body, client }) => {
    await ack();
    clicks += 1;
    await client.views.publish({ user_id: body.user.id, view: homeOf(clicks) });
  });
  app.command('/form', async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: everyInput });
  });
  app.command('/echo', async ({ ack, command }) => ack(`You said: ${command.text}`));
  app.command('/silent', async () => {});
  app.shortcut('open_form', async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: everyInput });
  });
  app.shortcut('from_message', async ({ ack, shortcut, client }) => {
    await ack();
    if (shortcut.type !== 'message_action') return;
    await client.chat.postMessage({
      channel: shortcut.channel.id,
      thread_ts: shortcut.message.ts,
      text: `Ticket from “${shortcut.message.text}”`,
    });
  });
  app.options<'block_suggestion'>(
    { type: 'block_suggestion', action_id: 'value', block_id: 'customer' },
    async ({ ack, options }) =>
      ack({
        options: ['Acme', 'Acorn', 'Zenith']
          .filter((name) => name.toLowerCase().startsWith(options.value.toLowerCase()))
          .map((name) => ({ text: { type: 'plain_text', text: name }, value: name.toLowerCase() })),
      }),
  );
  app.action('form.push', async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions') return;
    await client.views.push({ trigger_id: body.trigger_id, view: details });
  });
  app.view('form', async ({ ack, view }) => {
    const subject = view.state.values.subject?.value?.value;
    if (subject === 'bad')
      return ack({ response_action: 'errors', errors: { subject: 'Say more than that.' } });
    onSubmit(view.state.values);
    await ack();
  });
  app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack }) => ack());
  app.view('details', async ({ ack }) => ack());
  app.action(/^card\./, async ({ ack, action, respond }) => {
    await ack();
    const chosen = 'selected_option' in action ? `: ${action.selected_option?.value}` : '';
    await respond({
      text: `${action.type === 'overflow' ? 'Chose' : 'Clicked'} ${'action_id' in action ? action.action_id : ''}${chosen}`,
      replace_original: false,
    });
  });
  app.action('pick.one', async ({ ack, action, respond }) => {
    await ack();
    if (action.type !== 'static_select') return;
    await respond({ text: `Picked ${action.selected_option.value}`, replace_original: false });
  });
  app.action('value', async ({ ack }) => ack());
}
