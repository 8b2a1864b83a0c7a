import type { ChartRenderer } from './charts/renderer.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Database } from './database/index.ts';
import type { DeskEvents } from './events.ts';
import type { Files } from './files/index.ts';
import type { HttpServer } from './http/server.ts';
import type { Gaps } from './inbox/gaps.ts';
import type { Inbox } from './inbox/inbox.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { Logger } from './logging.ts';
import type { Outbox } from './outbox/index.ts';
import type { Slack } from './slack/index.ts';

/** What every use case gets: the platform's parts, made once in app.ts. */
export interface Desk {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly database: Database;
  readonly slack: Slack;
  readonly inbox: Inbox;
  readonly gaps: Gaps;
  readonly outbox: Outbox;
  readonly jobs: Jobs;
  readonly files: Files;
  readonly events: DeskEvents;
  readonly http: HttpServer;
  readonly charts: ChartRenderer;
}
