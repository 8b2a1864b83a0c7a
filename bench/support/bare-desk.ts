import '../../src/app.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { loadConfig } from '../../src/platform/config.ts';
import { connectDatabase, migrate } from '../../src/platform/database/index.ts';
import type { Desk } from '../../src/platform/desk.ts';
import { DeskEvents } from '../../src/platform/events.ts';
import { createLogger } from '../../src/platform/logging.ts';
import { Outbox } from '../../src/platform/outbox/index.ts';
import { freshDatabase } from '../../test/support/database.ts';

/** The workspace of a bench. */
export const workspace = 'T0BENCH';

/** A desk on a real database without Slack and without jobs, so that only what is measured runs. */
export async function startBareDesk(): Promise<{ desk: Desk; stop(): Promise<void> }> {
  const store = await freshDatabase();
  const log = createLogger('fatal');
  const database = await connectDatabase(store.uri, store.name, log);
  await migrate(database, log);
  const parts: Partial<Desk> = {
    config: loadConfig({ MONGODB_URI: store.uri, MONGODB_DATABASE: store.name }),
    clock: systemClock,
    log,
    database,
    outbox: new Outbox(database),
    events: new DeskEvents(log),
  };
  return {
    desk: parts as Desk,
    stop: async () => {
      await database.close();
      await store.close();
    },
  };
}
