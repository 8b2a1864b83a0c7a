import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext, CommandContext, Notice } from '../../../platform/slack/index.ts';
import { assertCan, findPeople, getPerson } from '../../people/index.ts';
import { auditBetween, undoChange } from '../audit.ts';
import { auditNotice } from '../views/audit.ts';

/** How many changes are shown. */
const SHOWN = 20;

/** `/desk audit` lists the last changes. */
export const onAudit =
  (desk: Desk) =>
  async (c: CommandContext): Promise<void> => {
    assertCan(await getPerson(desk, c), 'export.audit');
    const notice = await lastChanges(desk, c.workspace);
    await c.ack();
    await c.respond(notice);
  };

/** Takes a change back. */
export const onUndo =
  (desk: Desk) =>
  async (c: ActionContext): Promise<void> => {
    const { workspace, userId, value: entryId } = c;
    assertCan(await getPerson(desk, c), 'export.audit');
    await undoChange(desk, { workspace, entryId, by: userId });
    const notice = await lastChanges(desk, workspace);
    await c.ack();
    await c.respond({ ...notice, replaceOriginal: true });
  };

async function lastChanges(desk: Desk, workspace: string): Promise<Notice> {
  const to = new Date(desk.clock.now().getTime() + 1_000);
  const entries = await auditBetween(desk, { workspace, from: new Date(0), to, limit: SHOWN });
  const people = await findPeople(desk, {
    workspace,
    userIds: entries.flatMap(({ by, undoneBy }) => [by, undoneBy ?? by]),
  });
  return auditNotice(entries, new Map(people.map(({ userId, name }) => [userId, name])));
}
