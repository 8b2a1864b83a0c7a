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

/** The name that people read, and the others by which Slack knows the user. */
export function namesOf(
  userId: string,
  user: {
    name?: string | undefined;
    real_name?: string | undefined;
    profile?: { display_name?: string | undefined } | undefined;
  },
): { name: string; otherNames: string[] } {
  const known = [user.profile?.display_name, user.real_name, user.name].filter(Boolean) as string[];
  const [name = userId, ...others] = [...new Set(known)];
  return { name, otherNames: others };
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
