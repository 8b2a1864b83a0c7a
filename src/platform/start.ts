import { createChartRenderer } from './charts/renderer.ts';
import type { Clock } from './clock.ts';
import { ClockJumps } from './clock-jumps.ts';
import { type Config, usesSocketMode } from './config.ts';
import { connectDatabase, migrate } from './database/index.ts';
import type { Desk } from './desk.ts';
import { DeskEvents } from './events.ts';
import { Files } from './files/index.ts';
import { HttpServer } from './http/server.ts';
import { Gaps } from './inbox/gaps.ts';
import { hearingOf } from './inbox/hearing.ts';
import { Inbox } from './inbox/inbox.ts';
import { Jobs } from './jobs/jobs.ts';
import type { Logger } from './logging.ts';
import { Outbox, Pace, Relay } from './outbox/index.ts';
import { createBolt, identify, Slack } from './slack/index.ts';

/** A desk at work. */
export interface RunningDesk {
  readonly desk: Desk;
  readonly workspace: string;
  /** The port of its HTTP side. */
  readonly port: number;
  /** Stops gracefully: takes no new work, finishes what is in hand, loses nothing. */
  stop(): Promise<void>;
}

/** What a desk is started with beside its configuration. */
export interface StartOptions {
  clock: Clock;
  log: Logger;
  /** Lets the features register their commands, listeners, jobs and routes. */
  register(desk: Desk): void;
  signal?: AbortSignal;
}

/**
 * Starts a desk: database, Slack, features, indexes, jobs, in this order, each only when the one before is ready.
 * @throws StartRefused naming what is wrong and what to do.
 */
export async function startPlatform(
  config: Config,
  { clock, log, register, signal }: StartOptions,
): Promise<RunningDesk> {
  const database = await connectDatabase(config.MONGODB_URI ?? '', config.MONGODB_DATABASE, log);
  const installation = await identify(config, log, signal);
  const inbox = new Inbox(database, log);
  const gaps = new Gaps(inbox, log);
  const bolt = createBolt(config, installation, hearingOf(inbox, gaps, usesSocketMode(config)), log);
  const slack = new Slack({ app: bolt.app, log, installation });
  const workspaces = () => slack.workspaces();
  const outbox = new Outbox(database);
  const pace = new Pace(database, config.SLACK_PACE);
  const relay = new Relay({
    database,
    outbox,
    pace,
    log,
    workspaces,
    client: (workspace) => slack.client(workspace),
  });
  const jobs = new Jobs({ log, workspaces });
  const events = new DeskEvents(log);
  const http = new HttpServer();
  const charts = createChartRenderer();
  const desk: Desk = {
    config,
    clock,
    log,
    database,
    slack,
    inbox,
    gaps,
    outbox,
    jobs,
    files: new Files(database),
    events,
    http,
    charts,
  };

  register(desk);
  slack.bindCommands();
  jobs.sweep('inbox.sweep', { everySeconds: 2 }, (workspace) => inbox.sweep(workspace));
  await migrate(database, log);

  const works = config.ROLE !== 'web';
  const listens = config.ROLE !== 'worker';
  inbox.handleWith((body) => bolt.app.processEvent({ body, ack: async () => {} }));
  await bolt.app.init();
  relay.start();
  if (works) await jobs.start(database);
  if (listens) {
    await inbox.recall(installation.workspace);
    gaps.tell(inbox.heard());
    gaps.watch();
    if (usesSocketMode(config)) await bolt.app.start();
    else if (bolt.requestListener) http.slackEvents(bolt.requestListener);
  }
  http.readiness({ name: 'database', check: () => database.connection.readyState === 1 });
  http.readiness({ name: 'slack', check: async () => (await bolt.app.client.auth.test()).ok });
  if (works) http.readiness({ name: 'jobs', check: () => jobs.sinceLastBeat() < 30_000 });
  const port = await http.start(config.PORT);

  const jumps = new ClockJumps(async () => {
    for (const workspace of await workspaces()) {
      await pace.open(workspace);
      await outbox.catchUp(workspace);
      await inbox.catchUp(workspace);
    }
    await jobs.restart(database);
  }, log);
  jumps.start();

  const stop = async (): Promise<void> => {
    jumps.stop();
    await http.stop();
    gaps.stop();
    if (listens && usesSocketMode(config)) await bolt.app.stop();
    await inbox.stop();
    await jobs.stop();
    await events.stop();
    await relay.stop();
    await charts.stop();
    await database.close();
  };
  return { desk, workspace: installation.workspace, port, stop };
}
