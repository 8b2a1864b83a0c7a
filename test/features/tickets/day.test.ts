import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { answer, assigneeOn, card, dmOf, openTicketBySlack, PNG } from './talk.ts';

let t: TestDesk;
beforeAll(async () => {
  t = await startTestDesk();
});
afterAll(() => t.stop());

describe('a request from beginning to end', () => {
  test('a customer answers the journey with a picture, gets a number by DM, and the card appears', async () => {
    const { slack } = t;
    await slack.act(people.ana, 'command', { channel: channels.general, text: '/ticket new' });
    await answer(slack, people.ana, 'Order Issue');
    const wrong = await answer(slack, people.ana, 'no!');
    expect(Object.values(wrong.errors ?? {}).join()).toContain('10422');
    await answer(slack, people.ana, '10422');
    await answer(slack, people.ana, 'damaged');
    const { files } = await slack.act(people.ana, 'upload', { files: [{ name: 'box.png', data: PNG }] });
    await answer(slack, people.ana, [String(files?.[0]?.id)]);
    await slack.until('the next question', async () =>
      JSON.stringify((await slack.views(people.ana)).at(-1)).includes('Tell us what happened'),
    );
    const done = await answer(slack, people.ana, 'The box was open and the cup is in two pieces.');
    expect(JSON.stringify(done.view)).toContain('T-1001');
    const dm = await dmOf(t, people.ana);
    await slack.message(people.ana, dm, ({ text }) => text.includes('T-1001'));
    const shown = await card(t, 'T-1001', (text) => text.includes('slack_file'));
    expect(JSON.stringify(shown.blocks)).toContain('Order 10422: It arrived damaged');
    expect(JSON.stringify(shown.blocks)).toMatch(/🟢 due/);
  });

  test('the first to claim wins, the second is told who', async () => {
    const { slack } = t;
    const number = await openTicketBySlack(t);
    const { ts, blocks } = await card(t, number);
    const claim = { channel: channels.triage, ts, action_id: 'tickets.claim' };
    expect(blocks).toBeDefined();
    await Promise.all([slack.act(people.bo, 'action', claim), slack.act(people.cy, 'action', claim)]);
    const after = await card(t, number, (text) => text.includes('In progress'));
    const winner = assigneeOn(after) === 'bo' ? people.bo : people.cy;
    const loser = winner === people.bo ? people.cy : people.bo;
    await slack.message(
      loser,
      channels.triage,
      (message) => message.is_ephemeral === true && message.text.includes('was first'),
    );
  });
});
