import '../../src/app.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { loadConfig } from '../../src/platform/config.ts';
import { connectDatabase, migrate } from '../../src/platform/database/index.ts';
import type { Desk } from '../../src/platform/desk.ts';
import { DeskEvents } from '../../src/platform/events.ts';
import { createLogger } from '../../src/platform/logging.ts';
import { Outbox } from '../../src/platform/outbox/index.ts';
import { freshDatabase } from '../../test/support/database.ts';
import { startEmbedded } from '../mongo/servers.ts';

/** The workspace of a bench. */
export const workspace = 'T0BENCH';

type BareDesk = { desk: Desk; stop(): Promise<void> };

/** A desk on a real database without Slack and without jobs, so that only what is measured runs. */
export async function startBareDesk(): Promise<BareDesk> {
  const store = await freshDatabase();
  const { desk, stop } = await connectBareDesk(store);
  return {
    desk,
    stop: async () => {
      await stop();
      await store.close();
    },
  };
}

/** The same with the database in a process of its own, so that this one's memory is the desk's alone. */
export async function startDeskApart(): Promise<BareDesk> {
  const server = await startEmbedded();
  const { desk, stop } = await connectBareDesk({ uri: server.uri, name: 'apart' });
  return {
    desk,
    stop: async () => {
      await stop();
      await server.stop();
    },
  };
}

/** The same on a database that is there. */
export async function connectBareDesk({ uri, name }: { uri: string; name: string }): Promise<BareDesk> {
  const log = createLogger('fatal');
  const database = await connectDatabase(uri, name, log);
  await migrate(database, log);
  const parts: Partial<Desk> = {
    config: loadConfig({ MONGODB_URI: uri, MONGODB_DATABASE: name }),
    clock: systemClock,
    log,
    database,
    outbox: new Outbox(database),
    events: new DeskEvents(log),
  };
  return { desk: parts as Desk, stop: () => database.close() };
}
