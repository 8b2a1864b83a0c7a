import type { Desk } from '../../../platform/desk.ts';
import type {
  InteractionContext,
  SubmissionAnswer,
  SubmissionContext,
} from '../../../platform/slack/index.ts';
import { addDays, workingDay } from '../../kpis/index.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { datasetsFor, statusNamesFor } from '../domain/rights.ts';
import { askForExport } from '../service/ask.ts';
import { exportSweep } from '../service/run.ts';
import { type exportModal, exportView, preparingView } from '../views/modal.ts';

const usualDays = 30;

/** `/desk export` and the button on Home open the form. */
export const onExport = (desk: Desk) => async (c: InteractionContext) => {
  const person = await getPerson(desk, { workspace: c.workspace, userId: c.userId });
  assertCan(person, 'ticket.seeOwn');
  const to = workingDay(person, desk.clock.now(), 0);
  await c.openModal(
    exportView({
      from: addDays(to, 1 - usualDays),
      to,
      timeZone: person.timeZone,
      all: datasetsFor(person, 'all'),
      own: datasetsFor(person, 'own'),
      statusNames: statusNamesFor(person),
    }),
  );
};

type Fields = ReturnType<(typeof exportModal)['fields']>;

/** Writes the export down and has the file made. */
export const onExportSubmitted =
  (desk: Desk) =>
  async (c: SubmissionContext, { fields }: { fields: Fields }): Promise<SubmissionAnswer> => {
    const { workspace, userId } = c;
    const exportId = await askForExport(desk, {
      workspace,
      by: userId,
      key: c.key,
      ...fields,
      category: fields.category || null,
    });
    void desk.jobs.runNow(exportSweep, workspace).catch((error: unknown) => {
      c.log.warn({ error }, 'exports are made by the next sweep');
    });
    return { response_action: 'update', view: preparingView(exportId) };
  };
