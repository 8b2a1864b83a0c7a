import { z } from 'zod';
import { StartRefused } from './errors.ts';
import { isZone } from './time/zone.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const zone = z.string().refine(isZone, 'is not an IANA time zone such as Europe/Berlin');
const secret = (prefix: string) => z.string().startsWith(prefix);

/** Every variable the desk reads, with what it must look like. `.env.example` lists the same names (a test compares). */
const environment = z.object({
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')
    .optional(),
  MONGODB_DATABASE: z.string().min(1).max(38).default('shiftdesk'),
  SLACK_BOT_TOKEN: secret('xoxb-').optional(),
  SLACK_APP_TOKEN: secret('xapp-').optional(),
  SLACK_SIGNING_SECRET: z.string().min(8).optional(),
  SLACK_API_URL: z.url().optional(),
  SLACK_MODE: z.enum(['socket', 'http']).optional(),
  SLACK_PACE: z.coerce.number().positive().max(1_000).default(1),
  PORT: port.default(3000),
  ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  DATA_DIR: z.string().min(1).default('./data'),
  DESK_TIMEZONE: zone.default('UTC'),
  CLOCK_URL: z.url().optional(),
  SEED_FILE: z.string().min(1).optional(),
  SANDBOX_PORT: port.default(3700),
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
});

/** The parsed environment: read once at the start and handed on, never read again. */
export type Config = z.infer<typeof environment>;

/** The names of all variables, for `.env.example` and its test. */
export const variableNames = Object.keys(environment.shape);

/**
 * Reads the configuration.
 * @throws StartRefused naming every missing or wrong variable and what to do about it.
 */
export function loadConfig(variables: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    throw new StartRefused(
      parsed.error.issues.map((issue) => `${issue.path.join('.')} ${hint(issue, given)}`),
    );
  }
  const problems = contradictions(parsed.data);
  if (problems.length > 0) throw new StartRefused(problems);
  return parsed.data;
}

/** True when Slack is to be reached by Socket Mode: chosen by `SLACK_MODE`, else by which credentials are there. */
export function usesSocketMode(config: Config): boolean {
  if (config.SLACK_MODE) return config.SLACK_MODE === 'socket';
  return config.SLACK_APP_TOKEN !== undefined;
}

function contradictions(config: Config): string[] {
  const problems: string[] = [];
  if (config.SLACK_BOT_TOKEN && !config.SLACK_APP_TOKEN && !config.SLACK_SIGNING_SECRET) {
    problems.push(
      'SLACK_APP_TOKEN or SLACK_SIGNING_SECRET is missing. Set the app token (xapp-…) for Socket Mode, or the signing secret for HTTP.',
    );
  }
  if (!config.SLACK_BOT_TOKEN && (config.SLACK_APP_TOKEN || config.SLACK_API_URL)) {
    problems.push(
      'SLACK_BOT_TOKEN is missing. Copy the bot token (xoxb-…) from the app’s “Install App” page.',
    );
  }
  if (config.SLACK_MODE === 'socket' && config.SLACK_BOT_TOKEN && !config.SLACK_APP_TOKEN) {
    problems.push('SLACK_APP_TOKEN is missing. Socket Mode needs an app-level token with connections:write.');
  }
  if (config.SLACK_MODE === 'http' && config.SLACK_BOT_TOKEN && !config.SLACK_SIGNING_SECRET) {
    problems.push('SLACK_SIGNING_SECRET is missing. HTTP mode checks each request with it.');
  }
  if (config.CLOCK_URL && config.NODE_ENV === 'production') {
    problems.push('CLOCK_URL is refused in production. Remove it: a real desk runs on the system’s clock.');
  }
  return problems;
}

function hint(issue: z.core.$ZodIssue, given: Record<string, string | undefined>): string {
  const value = given[String(issue.path[0])];
  const shown =
    value === undefined || /TOKEN|SECRET|URI/.test(String(issue.path[0])) ? '' : ` (now “${value}”)`;
  return `is wrong${shown}: ${issue.message}. See .env.example for what it should look like.`;
}
