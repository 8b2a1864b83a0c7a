import type { ControlClient } from '../../../src/local/slack/control/client.ts';
import type { ActResult, Entries, MessageObject } from '../../../src/local/slack/control/types.ts';
import { channels, people, type TestDesk } from '../../support/desk.ts';

/** A PNG of one white pixel, as base64. */
export const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==';

/** Answers one step of the journey in the person's top modal. */
export async function answer(
  slack: ControlClient,
  as: string,
  value: Entries[string][string],
): Promise<ActResult> {
  const view = await slack.view(as, 'journeys.step');
  const input = view.blocks.find((block) => block.type === 'input') as {
    block_id: string;
    element: { action_id: string };
  };
  return slack.act(as, 'submit', {
    view_id: view.id,
    entries: { [input.block_id]: { [input.element.action_id]: value } },
  });
}

/** Walks the topic Other of general-support and returns the number, such as `T-1001`. */
export async function openTicketBySlack(
  { slack }: TestDesk,
  { as = people.ana, summary = 'My address changed', details = 'Please send it to the new address.' } = {},
): Promise<string> {
  await slack.act(as, 'command', { channel: channels.general, text: '/ticket new' });
  await answer(slack, as, 'Other');
  await answer(slack, as, summary);
  const done = await answer(slack, as, details);
  const number = /T-\d+/.exec(JSON.stringify(done.view))?.[0];
  if (!number) throw new Error(`no number in ${JSON.stringify(done)}`);
  return number;
}

/** The ticket's card, once it is there and fits. */
export function card(
  { slack }: TestDesk,
  number: string,
  fits: (text: string, message: MessageObject) => boolean = () => true,
): Promise<MessageObject> {
  return slack.message(people.lead, channels.triage, (message) => {
    const text = JSON.stringify(message.blocks ?? []);
    return text.includes(number) && fits(text, message);
  });
}

/** The channel of the direct messages between a person and the app. */
export async function dmOf({ slack }: TestDesk, as: string): Promise<string> {
  const { channel } = await slack.act(as, 'dm', { user: 'U0SHIFTDESK' });
  return String(channel?.id);
}

/** Who has the ticket, as the card says. */
export function assigneeOn(message: MessageObject): string {
  return /\*Assignee\*\\n([^"]*)"/.exec(JSON.stringify(message.blocks))?.[1] ?? '';
}
