import { createHash } from 'node:crypto';
import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey } from '../../../platform/errors.ts';
import { type Deliverer, priority } from '../../../platform/outbox/index.ts';
import type { HomeFilters } from '../domain/filters.ts';
import { type HomeView, homeModel } from '../model.ts';
import { homeView } from '../views/home.ts';
import { homeContent } from './content.ts';

/** How a Home's delivery is called in the outbox. */
export const homeDelivery = 'home.publish';

const openMinutes = 10;
const pauseSeconds = 30;
/** Homes drawn again in one sweep of ten seconds: 60 a minute for a workspace (docs/rules/kpis.md). */
const mostAtOnce = 10;

/** Whose Home, and whether it is drawn again on its own rather than for the viewer. */
type Ask = { userId: string; unasked: boolean };

/** Has a person's Home published from what is true at sending; the viewer waits for it. */
async function showHome(desk: Desk, workspace: string, userId: string): Promise<void> {
  await enqueue(desk, workspace, { userId, unasked: false });
}

/** The person opened the tab. */
export async function openHome(desk: Desk, workspace: string, userId: string): Promise<void> {
  await remember(desk, workspace, userId, { openedAt: new Date() });
  await showHome(desk, workspace, userId);
}

/** The person chose filters or another page: kept, and shown. */
export async function changeHome(
  desk: Desk,
  workspace: string,
  userId: string,
  change: { filters?: HomeFilters; agentsPage?: number },
): Promise<void> {
  await remember(desk, workspace, userId, { openedAt: new Date(), ...change });
  await showHome(desk, workspace, userId);
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
      openedAt: trusted({ $gte: new Date(now - openMinutes * 60_000) }),
      drawnAt: trusted({ $lte: new Date(now - pauseSeconds * 1_000) }),
    })
    .sort({ drawnAt: 1 })
    .limit(mostAtOnce)
    .lean<HomeView[]>();
  for (const { userId } of open) await enqueue(desk, workspace, { userId, unasked: true });
}

/** A person's own act changed what their Home shows: at once, if they have it open. */
export async function refreshOwn(desk: Desk, workspace: string, userId: string): Promise<void> {
  const view = await homeOf(desk, workspace, userId);
  if (view && view.openedAt.getTime() > Date.now() - openMinutes * 60_000)
    await showHome(desk, workspace, userId);
}

/** Publishes a Home; one drawn unasked is left alone when it would look the same. */
export const deliverHome =
  (desk: Desk): Deliverer<Ask> =>
  async ({ workspace, payload: { userId, unasked } }, out) => {
    const known = await homeOf(desk, workspace, userId);
    const filters = known?.filters ?? {};
    const content = await homeContent(desk, { workspace, userId, filters, page: known?.agentsPage ?? 0 });
    const contentHash = hashOf(homeView({ ...content, asOf: new Date(0) }));
    if (!unasked || contentHash !== known?.contentHash)
      await out.call('views.publish', { user_id: userId, view: homeView(content) });
    await homeModel(desk.database).updateOne(
      { workspace, userId },
      { $set: { contentHash, drawnAt: new Date() } },
    );
    return undefined;
  };

async function enqueue(desk: Desk, workspace: string, ask: Ask): Promise<void> {
  await desk.outbox.enqueue([
    {
      workspace,
      key: `home ${ask.userId}`,
      stream: `home ${ask.userId}`,
      priority: ask.unasked ? priority.home : priority.answer,
      kind: homeDelivery,
      payload: ask,
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
      { $set: change, $setOnInsert: { drawnAt: new Date() } },
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
