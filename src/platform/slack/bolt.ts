import { App, HTTPReceiver } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { type Config, usesSocketMode } from '../config.ts';
import { StartRefused } from '../errors.ts';
import type { Hearing } from '../inbox/hearing.ts';
import { type Logger, slackLogger } from '../logging.ts';
import { StoringReceiver } from './receiver.ts';
import { refusedToken } from './refused-token.ts';
import { LastingSocket } from './socket.ts';

/** The installation a token belongs to. */
export interface Installation {
  /** Team id, or the enterprise's for an organisation-wide install. */
  workspace: string;
  teamName: string;
  botToken: string;
  botId: string;
  botUserId: string;
}

/** Bolt's app and what must be served over HTTP for it, if anything. */
export interface BoltApp {
  app: App;
  /** In HTTP mode: handles `/slack/events`. */
  requestListener?: HTTPReceiver['requestListener'];
}

/**
 * Options of every Web API client. It retries nothing by itself: a post whose answer was lost must be looked for before
 * it is sent again, and a 429 must not hold up other methods. The outbox does both (docs/delivery.md).
 */
function clientOptions(config: Config, log: Logger): WebClientOptions {
  return {
    ...(config.SLACK_API_URL ? { slackApiUrl: config.SLACK_API_URL.replace(/\/?$/, '/') } : {}),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 10_000,
    logger: slackLogger(log),
  };
}

/**
 * Asks Slack who the token is.
 * @throws StartRefused when Slack refuses the token; other faults are retried until Slack answers or `signal` aborts.
 */
export async function identify(config: Config, log: Logger, signal?: AbortSignal): Promise<Installation> {
  const botToken = config.SLACK_BOT_TOKEN;
  if (!botToken) throw new StartRefused(['SLACK_BOT_TOKEN is missing.']);
  const client = new WebClient(botToken, clientOptions(config, log));
  for (let attempt = 0; ; attempt += 1) {
    try {
      const me = await client.auth.test();
      return {
        workspace: me.is_enterprise_install ? String(me.enterprise_id) : String(me.team_id),
        teamName: String(me.team ?? ''),
        botToken,
        botId: String(me.bot_id),
        botUserId: String(me.user_id),
      };
    } catch (error) {
      const refused = refusedToken('SLACK_BOT_TOKEN', error);
      if (refused) throw refused;
      signal?.throwIfAborted();
      if (attempt % 20 === 0) log.warn({ error }, 'Slack does not answer; trying again');
      await new Promise((resolve) => setTimeout(resolve, Math.min(250 * 2 ** attempt, 5_000)));
    }
  }
}

/** Makes Bolt's app on Socket Mode or signed HTTP; events are stored before they are acknowledged. */
export function createBolt(
  config: Config,
  installation: Installation,
  hearing: Hearing,
  log: Logger,
): BoltApp {
  const options = clientOptions(config, log);
  const receiver = usesSocketMode(config)
    ? new LastingSocket({
        appToken: String(config.SLACK_APP_TOKEN),
        logger: slackLogger(log),
        installerOptions: { clientOptions: options },
        hearing,
        log: log.child({ part: 'socket' }),
      })
    : httpReceiver(config, log);
  const app = new App({
    receiver: new StoringReceiver(receiver, hearing.store, installation.botId),
    token: installation.botToken,
    botId: installation.botId,
    botUserId: installation.botUserId,
    clientOptions: options,
    logger: slackLogger(log),
    // The database knows of conversations.
    convoStore: false,
    deferInitialization: true,
    extendedErrorHandler: true,
  });
  // One token is one installation: who is of another team (Slack Connect) acts in ours, whatever team the payload names.
  app.use(async ({ context, next }) => {
    context.teamId = installation.workspace;
    context.enterpriseId = installation.workspace;
    await next();
  });
  app.error(async (failed: unknown) => {
    throw (failed as { error: unknown }).error;
  });
  return receiver instanceof HTTPReceiver ? { app, requestListener: receiver.requestListener } : { app };
}

function httpReceiver(config: Config, log: Logger): HTTPReceiver {
  return new HTTPReceiver({
    signingSecret: String(config.SLACK_SIGNING_SECRET),
    endpoints: '/slack/events',
    logger: slackLogger(log),
  });
}
