import { trusted } from '../../platform/database/index.ts';
import type { Desk } from '../../platform/desk.ts';
import type { Calendar } from '../../platform/time/hours.ts';
import { findTickets, historiesOf } from '../tickets/index.ts';
import { clocksFromHistory } from './domain/clocks.ts';
import { type Effect, effectOf, sumOf } from './domain/effect.ts';
import type { Policy } from './domain/types.ts';
import { timerModel } from './model.ts';
import { complete, publishedVersions } from './policies.ts';
import type { PolicyText } from './policy-text.ts';

const BATCH = 200;

/** A preview is shown in answer to a submission, which Slack waits three seconds for. Real time. */
const enoughMilliseconds = 1_200;

/** What a publication would do to open tickets; `seen` of `open` when there are too many to look at all. */
export type Preview = Effect & { seen: number; open: number };

/**
 * What publishing these policies now would change.
 * @throws UserError naming a calendar that does not exist.
 */
export async function previewPolicies(
  desk: Desk,
  { workspace, by, text }: { workspace: string; by: string; text: PolicyText },
): Promise<Preview> {
  const publication = { by, written: text.policies, calendars: text.calendars };
  const { policies } = await complete(desk, workspace, publication);
  return previewOf(desk, workspace, policies);
}

/** What other working hours of the desk would change for the policies that count in them. */
export async function previewHours(desk: Desk, workspace: string, hours: Calendar): Promise<Preview> {
  const current = (await publishedVersions(desk, workspace)).at(-1);
  const { policies } = current ? await complete(desk, workspace, current, hours) : { policies: [] };
  return previewOf(desk, workspace, policies);
}

async function previewOf(desk: Desk, workspace: string, policies: Policy[]): Promise<Preview> {
  const started = Date.now();
  const now = desk.clock.now();
  const versions = await publishedVersions(desk, workspace);
  const Timer = timerModel(desk.database);
  const open = await Timer.countDocuments({ workspace });
  let last = '';
  let seen = 0;
  let effect: Effect = { changed: 0, breaching: 0, without: 0 };
  while (Date.now() - started < enoughMilliseconds) {
    const page = await Timer.find({ workspace, ticketId: trusted({ $gt: last }) }, { ticketId: 1 })
      .sort({ ticketId: 1 })
      .limit(BATCH)
      .lean();
    if (page.length === 0) break;
    last = page.at(-1)?.ticketId ?? last;
    seen += page.length;
    const tickets = await findTickets(desk, { workspace, ticketIds: page.map(({ ticketId }) => ticketId) });
    const histories = await historiesOf(desk, workspace, tickets);
    for (const ticket of tickets) {
      const history = histories.get(ticket._id) ?? [];
      const before = clocksFromHistory(history, ticket, versions, now);
      const after = clocksFromHistory(history, ticket, [...versions, { since: now, policies }], now);
      effect = sumOf(effect, effectOf(before, after));
    }
  }
  return { ...effect, seen, open };
}
