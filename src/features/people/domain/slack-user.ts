/** What Slack says of a user, as far as it decides where they belong. */
type SlackUser = {
  team_id?: string | undefined;
  is_restricted?: boolean | undefined;
  is_ultra_restricted?: boolean | undefined;
  is_stranger?: boolean | undefined;
  enterprise_user?: { enterprise_id?: string | undefined } | undefined;
};

/**
 * Whether a user is a guest, or of another Slack organisation (Slack Connect). `workspace` is the installation: a team,
 * or an organisation whose teams are all its own (docs/rules/people.md).
 */
export function isOutside(user: SlackUser, workspace: string): boolean {
  if (user.is_restricted || user.is_ultra_restricted || user.is_stranger) return true;
  if (user.team_id === undefined || user.team_id === workspace) return false;
  return user.enterprise_user?.enterprise_id !== workspace;
}

/** What numbers and dates look like for someone whose language and region Slack does not tell. */
const USUAL = 'en-GB';

/** A locale that formatters accept. */
export function localeOf(told: string | null | undefined): string {
  if (!told) return USUAL;
  try {
    return Intl.getCanonicalLocales(told)[0] ?? USUAL;
  } catch {
    return USUAL;
  }
}
