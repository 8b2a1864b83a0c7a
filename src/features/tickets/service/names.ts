import type { Desk } from '../../../platform/desk.ts';
import { getPerson } from '../../people/index.ts';
import { DESK } from '../domain/types.ts';

/** The name a person goes by; people whom Slack does not show any more keep their id. */
export async function nameOf(desk: Desk, workspace: string, userId: string): Promise<string> {
  if (userId === DESK) return 'the desk';
  try {
    return (await getPerson(desk, { workspace, userId })).name;
  } catch (error) {
    desk.log.warn({ error, userId }, 'a name could not be read');
    return userId;
  }
}

/** Names by user id. */
export async function namesOf(
  desk: Desk,
  workspace: string,
  userIds: Iterable<string | null>,
): Promise<Map<string, string>> {
  const unique = [...new Set(userIds)].filter((userId) => userId !== null);
  const names = await Promise.all(unique.map((userId) => nameOf(desk, workspace, userId)));
  return new Map(unique.map((userId, index) => [userId, names[index] ?? userId]));
}
