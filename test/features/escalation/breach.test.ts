import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getTicket } from '../../../src/features/tickets/index.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';
import { open } from '../assignment/support.ts';

let test: TestDesk;

beforeEach(async () => {
  test = await startTestDesk({ start: '2026-11-20T10:00:00Z' });
});

afterEach(() => test.stop());

const alerts = () => test.slack.messages(people.manager, channels.alerts);

describe('a ticket that nobody answers', () => {
  it('breaches: priority up, one alert that mentions the manager, a red card', async () => {
    const { desk, workspace, clock } = test;
    const { _id: ticketId } = await open(desk, workspace);
    await test.quiet();
    clock.skip({ hours: 2, minutes: 1 });
    const [alert] = await until('an alert', async () => {
      const messages = await alerts();
      return messages.length > 0 && messages;
    });
    expect(JSON.stringify(alert)).toContain('missed its first response');
    expect(JSON.stringify(alert)).toContain(`<@${people.manager}>`);
    await until(
      'the priority is up',
      async () => (await getTicket(desk, { workspace, ticketId })).priority === 'high',
    );
    await until('the card is red', async () =>
      JSON.stringify(await test.slack.messages(people.manager, channels.triage)).includes('🔴'),
    );
    await test.quiet();
    expect(await alerts()).toHaveLength(1);
  });
});
