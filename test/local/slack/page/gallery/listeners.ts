import type { App } from '@slack/bolt';
import type { HomeView } from '@slack/types';
import { claimedCard } from './blocks.ts';
import { details, everyInput, updatedForm } from './form.ts';

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

/** What the gallery app answers; `/silent` is never answered. */
export function listen(app: App, onSubmit: (values: unknown) => void): void {
  let clicks = 0;
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: homeOf(clicks) });
  });
  app.action('home.count', async ({ ack, body, client }) => {
    await ack();
    clicks += 1;
    await client.views.publish({ user_id: body.user.id, view: homeOf(clicks) });
  });
  app.function('greet', async ({ inputs, complete, fail }) => {
    if (Number(inputs.times) > 3) await fail({ error: 'That is too often.' });
    else await complete({ outputs: { greeting: `Hello <@${inputs.who}>` } });
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
    if (subject === 'next') return ack({ response_action: 'update', view: details });
    onSubmit(view.state.values);
    await ack();
  });
  app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack }) => ack());
  app.view('details', async ({ ack }) => ack());
  app.action('card.claim', async ({ ack, respond }) => {
    await ack();
    await respond({ replace_original: true, text: 'Claimed', blocks: claimedCard });
  });
  app.action(/^card\.(reply|cancel|more)/, async ({ ack, action, respond }) => {
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
  app.action('value', async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions' || !body.view) return;
    await client.views.update({ view_id: body.view.id, hash: body.view.hash, view: updatedForm });
  });
}
