import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { detailTicket, openTicket } from '../../tickets/index.ts';
import { outcomeOf, type TicketDraft } from '../domain/outcome.ts';
import type { Journey, Picture } from '../domain/types.ts';
import { type Intake, intakeModel } from '../model.ts';
import { journeyVersion } from './versions.ts';

/**
 * Opens the ticket of an intake whose last answer was taken, which finished it. Steps, each safe to repeat
 * (docs/steps.md): the ticket is opened once per intake, the intake gets the ticket's id.
 */
export async function finishIntake(desk: Desk, intake: Intake, journey: Journey): Promise<Intake> {
  return intake.dryRun ? intake : openFor(desk, intake, journey);
}

async function openFor(desk: Desk, intake: Intake, journey: Journey): Promise<Intake> {
  const { workspace, _id, userId, key, version, attachTo } = intake;
  const { answers: given, ...outcome } = outcomeOf(journey, intake.answers);
  const { category, fields, skills } = outcome;
  const answers = given.map((answer) => ({ ...answer, pictures: answer.pictures.map(fileOf) }));
  const text = descriptionOf(journey, given);
  const from = { key, version };
  const ticket = attachTo
    ? await detailTicket(desk, {
        workspace,
        ticketId: attachTo,
        by: userId,
        details: { answers, category, fields, skills, text, journey: from },
      })
    : await openTicket(desk, {
        ...outcome,
        workspace,
        requester: userId,
        origin: { kind: 'journey', key: _id },
        text,
        journey: from,
        answers,
      });
  await intakeModel(desk.database).updateOne({ workspace, _id }, { $set: { ticketId: ticket._id } });
  return { ...intake, ticketId: ticket._id };
}

/** The net: finished intakes whose ticket is missing. */
export async function finishSweep(desk: Desk, workspace: string): Promise<void> {
  const left = await intakeModel(desk.database)
    .find({
      workspace,
      status: 'finished',
      ticketId: null,
      dryRun: null,
      finishedAt: trusted({ $gte: new Date(0) }),
    })
    .limit(100)
    .lean<Intake[]>();
  for (const intake of left) {
    try {
      const { definition } = await journeyVersion(desk, intake);
      await openFor(desk, intake, definition);
    } catch (error) {
      desk.log.error(
        { error, intakeId: intake._id },
        'the ticket of a finished form could not be opened; it is tried again',
      );
    }
  }
}

/** The requester's longest free text: what the card quotes. */
function descriptionOf(journey: Journey, answers: TicketDraft['answers']): string {
  const free = answers.filter(({ question }) => {
    const found = journey.questions.find(({ id }) => id === question);
    return found?.kind === 'text' && found.lines === 'many';
  });
  return free.map(({ text }) => text).join('\n\n');
}

const fileOf = ({ name, mimetype, bytes, stored, slackFile }: Picture) => ({
  name,
  mimetype,
  bytes,
  stored,
  slackFile: slackFile ?? null,
});
