import { expect, it } from 'vitest';
import { alertModel } from '../../../src/features/escalation/model.ts';
import { until } from '../../support/until.ts';
import { finish, killTwoWhen, lateDesk, outcome } from './killed.ts';

const TICKETS = 6;

/** The long version, killed at random moments, is `npm run soak -- promise-kills`. */
it('two processes killed while tickets breach alert each once, raise each priority once, draw each card red', async () => {
  const { test, opened } = await lateDesk(TICKETS);
  try {
    const { workspace, desk } = test;
    await killTwoWhen(
      test,
      'the first alert',
      async () => (await alertModel(desk.database).countDocuments({ workspace })) > 0,
    );
    const once = { alerts: 1, raises: 1, red: 1 };
    await until(
      'everything was told',
      async () => {
        await finish(test);
        return (await outcome(test, opened)).every(({ alerts, raises, red }) => alerts && raises && red);
      },
      60,
    );
    expect(await outcome(test, opened)).toEqual(opened.map(() => once));
  } finally {
    await test.stop();
  }
}, 120_000);
