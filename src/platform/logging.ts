import { AsyncLocalStorage } from 'node:async_hooks';
import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';

export type { Logger } from 'pino';

const interactions = new AsyncLocalStorage<{ interaction: string }>();

/** Paths whose values never reach the log. */
const secrets = ['token', 'botToken', 'password', 'secret', 'authorization', 'credentials'].flatMap(
  (name) => [name, `*.${name}`, `*.*.${name}`],
);

/** What Slack's tokens look like wherever they stand, such as in the message of an error. */
const tokens = /\bx(?:ox[a-z]|app)-[\w-]+/g;

/** JSON lines on standard output, each with the id of the interaction that caused it; secrets are left out. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: undefined,
    redact: { paths: [...secrets, 'error.config', 'body.token', 'body.response_url'], censor: '[left out]' },
    hooks: { streamWrite: (line) => line.replaceAll(tokens, '[left out]') },
    mixin: () => interactions.getStore() ?? {},
    serializers: { error: pino.stdSerializers.err },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Runs `work` so that everything it logs carries `interaction`. */
export function withInteraction<T>(interaction: string, work: () => T): T {
  return interactions.run({ interaction }, work);
}

/** Bolt's and the Web API's log lines, in ours. Their "info" is our "debug". */
export function slackLogger(log: Logger): SlackLogger {
  const child = log.child({ part: 'slack-sdk' });
  const join = (parts: unknown[]): string => parts.map(String).join(' ');
  return {
    debug: (...parts) => child.trace(join(parts)),
    info: (...parts) => child.debug(join(parts)),
    warn: (...parts) => child.debug(join(parts)),
    error: (...parts) => child.warn(join(parts)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
