import { createHash } from 'node:crypto';
import DataLoader from 'dataloader';
import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey } from '../../../platform/errors.ts';
import { type Deliverer, priority } from '../../../platform/outbox/index.ts';
import { perDesk } from '../../../platform/per-desk.ts';
import type { HomeFilters } from '../domain/filters.ts';
import { type HomeView, homeModel } from '../model.ts';
import { homeView } from '../views/home.ts';
import { homeContent } from './content.ts';

/** How a Home's delivery is called in the outbox. */
export const homeDelivery = 'home.publish';

const openMinutes = 10;
const pauseSeconds = 30;
const gatherMilliseconds = 50;
/** Homes drawn again in one sweep of ten seconds: 60 a minute for a workspace (docs/rules/kpis.md). */
const mostAtOnce = 10;

/** Whose Home. Whether it is published although it looks the same is read from its document when it is drawn. */
type Ask = { userId: string };

/** The person opened the tab. */
export async function openHome(desk: Desk, workspace: string, userId: string): Promise<void> {
  await changeHome(desk, workspace, userId, {});
}

/** The person chose filters or another page: kept, and shown. */
export async function changeHome(
  desk: Desk,
  workspace: string,
  userId: string,
  change: { filters?: HomeFilters; agentsPage?: number },
): Promise<void> {
  const now = new Date();
  await remember(desk, workspace, userId, { openedAt: now, askedAt: now, ...change });
  await enqueue(desk, workspace, userId, priority.answer);
}

/** What is remembered of a person's Home. */
export async function homeOf(desk: Desk, workspace: string, userId: string): Promise<HomeView | null> {
  return homeModel(desk.database).findOne({ workspace, userId }).lean<HomeView>();
}

/** Draws Homes again that are being looked at, the longest undrawn first, each at most every 30 s. */
export async function refreshHomes(desk: Desk, workspace: string): Promise<void> {
  const now = Date.now();
  const open = await homeModel(desk.database)
    .find({
      workspace,
      openedAt: trusted({ $gte: openSince() }),
      drawnAt: trusted({ $lte: new Date(now - pauseSeconds * 1_000) }),
    })
    .sort({ drawnAt: 1 })
    .limit(mostAtOnce)
    .lean<HomeView[]>();
  for (const { userId } of open) await enqueue(desk, workspace, userId, priority.home);
}

/** A person's own act changed what their Home shows: at once, if they have it open. */
export async function refreshOwn(desk: Desk, workspace: string, userId: string): Promise<void> {
  if (await openHomesOf(desk).load({ workspace, userId }))
    await enqueue(desk, workspace, userId, priority.answer);
}

/** Whether somebody has their Home open: asked for all who have acted within a moment at once, most of whom have not. */
const openHomesOf = perDesk(
  (desk) =>
    new DataLoader<{ workspace: string; userId: string }, boolean>((asked) => openHomes(desk, asked), {
      cache: false,
      batchScheduleFn: (callback) => setTimeout(callback, gatherMilliseconds),
    }),
);

async function openHomes(
  desk: Desk,
  asked: readonly { workspace: string; userId: string }[],
): Promise<boolean[]> {
  const open = new Set<string>();
  for (const [workspace, people] of Map.groupBy(asked, (one) => one.workspace)) {
    const userIds = people.map(({ userId }) => userId);
    const found = await homeModel(desk.database)
      .find(
        { workspace, userId: trusted({ $in: userIds }), openedAt: trusted({ $gte: openSince() }) },
        { userId: 1 },
      )
      .lean<Pick<HomeView, 'userId'>[]>();
    for (const { userId } of found) open.add(`${workspace} ${userId}`);
  }
  return asked.map(({ workspace, userId }) => open.has(`${workspace} ${userId}`));
}

const openSince = (): Date => new Date(Date.now() - openMinutes * 60_000);

/** Publishes a Home; one that nobody asked to see since is left alone when it would look the same. */
export const deliverHome =
  (desk: Desk): Deliverer<Ask> =>
  async ({ workspace, payload: { userId } }, out) => {
    const drawnAt = new Date();
    // Noted first: a Home that Slack refuses must not come before all others in every sweep.
    await homeModel(desk.database).updateOne({ workspace, userId }, { $set: { drawnAt } });
    const known = await homeOf(desk, workspace, userId);
    const filters = known?.filters ?? {};
    const content = await homeContent(desk, { workspace, userId, filters, page: known?.agentsPage ?? 0 });
    const contentHash = hashOf(homeView({ ...content, asOf: new Date(0) }));
    const isAsked = !known?.publishedAt || known.askedAt > known.publishedAt;
    if (isAsked || contentHash !== known.contentHash) {
      await out.call('views.publish', { user_id: userId, view: homeView(content) });
      await homeModel(desk.database).updateOne(
        { workspace, userId },
        { $set: { contentHash, publishedAt: known?.askedAt ?? drawnAt } },
      );
    }
    return undefined;
  };

async function enqueue(
  desk: Desk,
  workspace: string,
  userId: string,
  urgency: typeof priority.answer | typeof priority.home,
): Promise<void> {
  await desk.outbox.enqueue([
    {
      workspace,
      key: `home ${userId}`,
      stream: `home ${userId}`,
      priority: urgency,
      kind: homeDelivery,
      payload: { userId },
      latest: true,
    },
  ]);
}

async function remember(
  desk: Desk,
  workspace: string,
  userId: string,
  change: Partial<HomeView>,
): Promise<void> {
  const write = () =>
    homeModel(desk.database).updateOne(
      { workspace, userId },
      { $set: change, $setOnInsert: { drawnAt: new Date(), publishedAt: null } },
      { upsert: true },
    );
  await write().catch((error: unknown) => {
    if (!isDuplicateKey(error)) throw error;
    return write();
  });
}

function hashOf(view: object): string {
  return createHash('sha256').update(JSON.stringify(view)).digest('base64url');
}
