import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext, SubmittedView } from '../../../platform/slack/index.ts';
import { getPerson } from '../../people/index.ts';
import { type Loggable, loggable } from '../domain/entry.ts';
import { prepareLog } from '../service.ts';
import { logModal, logView } from '../views/log.ts';

/** Another day or person was picked: the form starts again with what is known of that day. */
export const onPick = (desk: Desk) => (c: ActionContext) => redraw(desk, c, { keepTyped: false });

/** “More figures”: the same form, with the rest and with what was typed. */
export const onShowMore = (desk: Desk) => (c: ActionContext) => redraw(desk, c, { keepTyped: true });

async function redraw(desk: Desk, c: ActionContext, { keepTyped }: { keepTyped: boolean }): Promise<void> {
  const view = c.view as SubmittedView;
  const meta = logModal.meta(view);
  const draft = logModal.draft(view);
  const userId = text(draft.person) ?? meta.userId;
  const day = text(draft.date);
  const prepared = await prepareLog(desk, {
    workspace: c.workspace,
    userId,
    by: c.userId,
    ...(day ? { day } : {}),
  });
  const reader = await getPerson(desk, { workspace: c.workspace, userId: c.userId });
  const form = logView({
    userId,
    name: prepared.person.name,
    day: prepared.day,
    fact: prepared.fact,
    locked: prepared.locked,
    others: meta.others,
    more: meta.more || keepTyped,
    shown: meta.shown + 1,
    ...(keepTyped ? { typed: typedIn(draft) } : {}),
    locale: reader.locale,
  });
  await c.ack();
  await c.client.views.update({ view_id: view.id, hash: view.hash, view: form });
}

function typedIn(draft: Record<string, unknown>): Partial<Record<Loggable, string>> {
  return Object.fromEntries(
    loggable.flatMap((key) => (text(draft[key]) === undefined ? [] : [[key, text(draft[key])]])),
  );
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
