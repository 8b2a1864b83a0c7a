import { z } from 'zod';
import type { Desk } from '../../../platform/desk.ts';
import type { EventContext } from '../../../platform/slack/index.ts';
import { isOutside, namesOf } from '../domain/slack-user.ts';
import type { PeoplePorts } from '../ports.ts';
import { followSlackUser, isMember } from '../service.ts';

const changed = z.object({
  user: z.object({
    id: z.string(),
    deleted: z.boolean().default(false),
    name: z.string().optional(),
    real_name: z.string().optional(),
    locale: z.string().optional(),
    team_id: z.string().optional(),
    is_restricted: z.boolean().optional(),
    is_ultra_restricted: z.boolean().optional(),
    is_stranger: z.boolean().optional(),
    enterprise_user: z.object({ enterprise_id: z.string().optional() }).optional(),
    profile: z.object({ display_name: z.string().optional(), email: z.string().optional() }).default({}),
  }),
});

/**
 * Keeps names and languages up to date, and takes who was deactivated in Slack off the desk, and the roles from who has
 * become a guest: their tickets return at once.
 */
export const onUserChange =
  (desk: Desk, ports: PeoplePorts) =>
  async ({ workspace, event }: EventContext<unknown>): Promise<void> => {
    const { user } = changed.parse(event);
    const outside = isOutside(user, workspace);
    // Before it is noted that they are outside, so that a second try after a kill does it as well.
    if (outside && (await isMember(desk, { workspace, userId: user.id })))
      await ports.suspend({ workspace, userId: user.id });
    await followSlackUser(desk, {
      workspace,
      userId: user.id,
      ...namesOf(user.id, user),
      email: user.profile.email ?? null,
      locale: user.locale ?? null,
      outside,
      deactivated: user.deleted,
    });
  };
