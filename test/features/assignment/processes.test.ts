import { expect, it } from 'vitest';
import { historiesOf } from '../../../src/features/tickets/index.ts';
import { until } from '../../support/until.ts';
import { filledDesk, finish, haveSomebody, killTwoAfter, places } from './killed.ts';

const TICKETS = 30;

/** The long version, with more tickets and kills, is `npm run soak -- promise-kills`. */
it('two processes killed in the middle of assigning lose no ticket, double none and give every place back', async () => {
  const test = await filledDesk(TICKETS);
  try {
    await killTwoAfter(test, 5);
    // A lease of the killed may still run for a few seconds.
    const tickets = await until('every ticket has somebody', async () => {
      await finish(test);
      const now = await haveSomebody(test);
      return now.length === TICKETS && now;
    });
    for (const history of (await historiesOf(test.desk, test.workspace, tickets)).values()) {
      expect(history.filter(({ kind }) => kind === 'assigned')).toHaveLength(1);
    }
    await finish(test);
    for (const { tickets: has, load, held } of await places(test, tickets)) {
      expect([load, held]).toEqual([has, has]);
    }
  } finally {
    await test.stop();
  }
}, 120_000);
