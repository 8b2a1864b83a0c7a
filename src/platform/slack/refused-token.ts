import { StartRefused } from '../errors.ts';

/** Slack's answers that say that a token is no good, not that something else went wrong. */
const codes = [
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'user_removed_from_team',
  'team_disabled',
];

/** What to tell when Slack refuses the token that stands in `variable`; undefined for every other error. */
export function refusedToken(variable: string, error: unknown): StartRefused | undefined {
  const code = (error as { data?: { error?: string } } | undefined)?.data?.error;
  if (!code || !codes.includes(code)) return undefined;
  return new StartRefused([
    `${variable} is refused by Slack (${code}). Reinstall the app and copy the new token.`,
  ]);
}
