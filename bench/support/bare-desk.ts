import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
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
const FILL = join(import.meta.dirname, 'fill-facts.ts');

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

/** The same with the database, and what fills it with figures, in processes of their own: this one's memory is the desk's alone. */
export async function startDeskApart(fill: readonly string[] = []): Promise<BareDesk> {
  const server = await startEmbedded();
  const name = 'apart';
  if (fill.length > 0) await once(fork(FILL, [server.uri, name, ...fill]), 'exit');
  const { desk, stop } = await connectBareDesk({ uri: server.uri, name });
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
