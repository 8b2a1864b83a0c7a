import type { Desk } from '../../../platform/desk.ts';
import { UserError } from '../../../platform/errors.ts';
import type { DaySpan } from '../../kpis/index.ts';
import { getSettings } from '../../settings/index.ts';
import type { DigestFilters } from '../domain/definition.ts';
import { spanOf } from '../domain/occurrence.ts';
import { runModel } from '../model.ts';
import { getDigest } from './manage.ts';
import { createRun, definitionOf } from './runs.ts';

type By = { workspace: string; by: string };

/**
 * Has a digest sent to the person's own messages as it would be now; the schedule is not touched. `request` makes a
 * second click the same test.
 */
export async function testDigest(
  desk: Desk,
  { workspace, by, key, request }: By & { key: string; request: string },
): Promise<void> {
  const digest = await getDigest(desk, { workspace, by, key });
  const { weekStart } = await getSettings(desk, workspace);
  const on = new Intl.DateTimeFormat('en-CA', { timeZone: digest.timeZone }).format(desk.clock.now());
  const covered = { coveredTo: digest.active && digest.lastOn !== on ? digest.coveredTo : null };
  await createRun(desk, {
    workspace,
    digest: key,
    on: `test ${request}`,
    kind: 'asked',
    channel: await messagesOf(desk, workspace, by),
    ...spanOf({ span: digest.span, weekStart }, covered, on),
    late: false,
    definition: definitionOf(digest),
  });
}

/** Has the figures of chosen days sent to the person's own messages as a picture. */
export async function sendPicture(
  desk: Desk,
  { workspace, by, filters, span, request }: By & { filters: DigestFilters; span: DaySpan; request: string },
): Promise<void> {
  const { timeZone } = await getSettings(desk, workspace);
  await createRun(desk, {
    workspace,
    digest: 'home',
    on: `home ${request}`,
    kind: 'asked',
    channel: await messagesOf(desk, workspace, by),
    ...span,
    late: false,
    definition: { name: 'The desk', span: 'chosen', timeZone, filters },
  });
}

/** Sends a missed digest after all, once however often it is pressed. */
export async function sendMissed(
  desk: Desk,
  { workspace, by, key, on }: By & { key: string; on: string },
): Promise<void> {
  const { channel } = await getDigest(desk, { workspace, by, key });
  const missed = await runModel(desk.database).findOne({ workspace, digest: key, on }).lean();
  if (missed?.state !== 'missed') throw new UserError('This digest was sent.');
  const { from, to, definition } = missed;
  const again = `${on} again`;
  await createRun(desk, {
    workspace,
    digest: key,
    on: again,
    kind: 'again',
    channel,
    from,
    to,
    late: true,
    definition,
  });
}

async function messagesOf(desk: Desk, workspace: string, userId: string): Promise<string> {
  const client = await desk.slack.client(workspace);
  const { channel } = await client.conversations.open({ users: userId });
  return String(channel?.id);
}
