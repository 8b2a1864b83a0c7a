import type { ModalView } from '@slack/types';
import type { Desk } from '../../../platform/desk.ts';
import { NotAllowed, UserError } from '../../../platform/errors.ts';
import type { ActionContext, InteractionContext, SubmittedFile } from '../../../platform/slack/index.ts';
import { getTicket, isOver, ticketIds } from '../../tickets/index.ts';
import { outcomeOf } from '../domain/outcome.ts';
import type { Answer, Journey } from '../domain/types.ts';
import { ids } from '../ids.ts';
import {
  beginDryRun,
  beginIntake,
  goBack,
  journeyLeftOpen,
  loadStep,
  type Step,
  startOver,
  takeAnswer,
  write,
} from '../service/intake.ts';
import { applyManifests } from '../service/manifests.ts';
import {
  beginCheck,
  checkPictures,
  endCheck,
  giveUpCheck,
  isHopeless,
  lateChecks,
  type PictureOutcome,
  watchCheck,
} from '../service/pictures.ts';
import { journeyHeads } from '../service/versions.ts';
import { checkingView, doneView, dryRunView, stepModal, stepView } from '../views/step.ts';

/** The journey that `/ticket new` begins with when it is active and no other is named. */
const FIRST_JOURNEY = 'general-support';

/** `/ticket new` and every step of the walk. */
export function listenForWalk(desk: Desk): void {
  const { slack } = desk;
  slack.command({
    command: 'ticket',
    name: 'new',
    description: 'Open a ticket by answering a few questions',
    handler: async (c) => {
      await openWalk(desk, c, await begin(desk, c.workspace, c.userId, c.args.trim().toLowerCase()));
    },
  });
  slack.action(ids.openNew, async (c) => {
    await openWalk(desk, c, await begin(desk, c.workspace, c.userId, c.value));
  });
  slack.action(ticketIds.addDetails, async (c) => {
    const { workspace, userId, value: attachTo } = c;
    const ticket = await getTicket(desk, { workspace, ticketId: attachTo });
    // Where the talk is in a public thread everybody there sees the button.
    if (ticket.requester !== userId) throw new NotAllowed('Only the person who asked can add details.');
    if (ticket.journey) throw new UserError(`T-${ticket.number} has its details already.`);
    if (isOver(ticket.status))
      throw new UserError(`T-${ticket.number} is over. Open a new request with /ticket new.`);
    await openWalk(desk, c, await begin(desk, workspace, userId, '', attachTo));
  });
  slack.action(ids.switch, async (c) => {
    const { workspace, userId, value } = c;
    const { intakeId } = c.view ? stepModal.meta(c.view) : { intakeId: '' };
    const { attachTo } = (await loadStep(desk, { workspace, intakeId, userId })).intake;
    const step = await begin(desk, workspace, userId, value, attachTo ?? undefined);
    await redraw(c, await viewOf(desk, step));
  });
  slack.action(ids.restart, async (c) => {
    await redraw(c, await viewOf(desk, await startOver(desk, await current(desk, c))));
  });
  slack.action(ids.back, async (c) => {
    const step = await current(desk, c);
    const { question } = c.view ? stepModal.meta(c.view) : { question: step.intake.at ?? '' };
    await redraw(c, await viewOf(desk, await goBack(desk, step, question, c.fields.answer)));
  });
  slack.action(ids.replacePictures, async (c) => {
    const step = await current(desk, c);
    const accepted = { ...step.intake.accepted, [String(step.intake.at)]: [] };
    await redraw(c, await viewOf(desk, { ...step, intake: await write(desk, step.intake, { accepted }) }));
  });
  slack.modal(stepModal, async (c, { meta, fields }) => {
    const step = await loadStep(desk, { workspace: c.workspace, intakeId: meta.intakeId, userId: c.userId });
    const question = step.journey.questions.find(({ id }) => id === meta.question);
    const files = question?.kind === 'images' ? ((fields.answer ?? []) as SubmittedFile[]) : [];
    if (question?.kind === 'images' && files.length > 0) {
      const named = files.map(({ id, name }) => ({ id, name }));
      const intake = await beginCheck(desk, step, {
        question: meta.question,
        files: named,
        viewId: c.view.id,
      });
      c.afterAnswer(() => finishCheck(desk, { ...step, intake }, c.view.id));
      return { response_action: 'update', view: checkingView(step.journey) };
    }
    const answer =
      question?.kind === 'images' ? step.intake.accepted[question.id] : (fields.answer as Answer | undefined);
    const next = await takeAnswer(desk, step, meta.question, answer);
    return { response_action: 'update', view: await viewOf(desk, next) };
  });
  desk.jobs.sweep('journeys.pictures', { everySeconds: 10 }, (workspace) => takeUpChecks(desk, workspace));
}

async function takeUpChecks(desk: Desk, workspace: string): Promise<void> {
  for (const late of await lateChecks(desk, workspace)) {
    const { _id: intakeId, userId, checking } = late;
    if (!checking) continue;
    const step = await loadStep(desk, { workspace, intakeId, userId });
    try {
      await (isHopeless(late)
        ? showCheck(desk, await giveUpCheck(desk, step), checking.viewId)
        : finishCheck(desk, step, checking.viewId));
    } catch (error) {
      desk.log.warn({ error, intakeId }, 'pictures could not be checked; it is tried again');
    }
  }
}

/**
 * Begins a journey or goes on with it. Without a key it is the one the person was in the middle of, else the first.
 * @throws UserError naming the journeys there are.
 */
async function begin(
  desk: Desk,
  workspace: string,
  userId: string,
  wanted: string,
  attachTo?: string,
): Promise<Step & { resumed: boolean }> {
  const attached = attachTo ? { attachTo } : {};
  const open = wanted || attachTo ? null : await journeyLeftOpen(desk, workspace, userId);
  if (open) return beginIntake(desk, { workspace, userId, key: open });
  const heads = await journeyHeads(desk, workspace);
  if (heads.length === 0) await applyManifests(desk, workspace);
  const known = heads.length === 0 ? await journeyHeads(desk, workspace) : heads;
  const active = known.filter((head) => head.active !== null).map((head) => head.key);
  const [first] = active;
  const key = wanted || (active.includes(FIRST_JOURNEY) ? FIRST_JOURNEY : first);
  if (key !== undefined && known.some((head) => head.key === key))
    return beginIntake(desk, { workspace, userId, key, ...attached });
  throw new UserError(
    first
      ? `There is no form "${key}". There are: ${active.join(', ')}.`
      : 'No form is in use. A manager can publish one with `/desk journeys`.',
  );
}

/** Opens the form at its step; one whose pictures are being checked shows that, and then what comes of it. */
async function openWalk(desk: Desk, c: InteractionContext, step: Step & { resumed: boolean }): Promise<void> {
  const { checking } = step.intake;
  if (!checking || checking.problems) {
    await c.openModal(await viewOf(desk, step, checking?.problems));
    return;
  }
  const viewId = await c.openModal(checkingView(step.journey));
  if (await watchCheck(desk, step.intake, viewId)) return;
  const { workspace, userId } = c;
  const now = await loadStep(desk, { workspace, userId, intakeId: step.intake._id });
  await c.client.views.update({
    view_id: viewId,
    view: await viewOf(desk, now, now.intake.checking?.problems),
  });
}

function current(desk: Desk, { workspace, userId, value }: ActionContext): Promise<Step> {
  return loadStep(desk, { workspace, intakeId: value, userId });
}

async function redraw(c: ActionContext, view: ModalView): Promise<void> {
  await c.ack();
  if (c.view) await c.client.views.update({ view_id: c.view.id, view });
}

/** Walks a journey that is being edited, in a modal on top of the editor. */
export async function openDryRun(desk: Desk, c: ActionContext, journey: Journey): Promise<void> {
  const step = await beginDryRun(desk, { workspace: c.workspace, userId: c.userId, journey });
  await c.openModal(await viewOf(desk, step));
}

/** What the person sees of a step: the question, or the end. */
async function viewOf(
  desk: Desk,
  step: Step & { resumed?: boolean },
  problems: string[] = [],
): Promise<ModalView> {
  const { intake, journey, question, resumed = false } = step;
  const { workspace, ticketId, answers, drafts, accepted, dryRun } = intake;
  if (!question && dryRun) return dryRunView(journey, outcomeOf(journey, answers));
  if (!question) {
    if (!ticketId)
      throw new UserError('Your answers are kept. The ticket follows in a moment, by direct message.');
    return doneView(journey, (await getTicket(desk, { workspace, ticketId })).number);
  }
  const isFirst = question === journey.questions[0] && !dryRun;
  const others = isFirst
    ? (await journeyHeads(desk, workspace)).filter(({ key, active }) => active !== null && key !== intake.key)
    : [];
  return stepView(journey, question, {
    intakeId: intake._id,
    answers,
    typed: drafts[question.id],
    resumed,
    dryRun: dryRun !== null,
    accepted: accepted[question.id] ?? [],
    problems,
    others,
  });
}

async function finishCheck(desk: Desk, step: Step, viewId: string): Promise<void> {
  await showCheck(desk, await checkPictures(desk, step), viewId);
}

/** Shows what became of the pictures, also in the form that was opened again meanwhile. */
async function showCheck(desk: Desk, { step, problems }: PictureOutcome, viewId: string): Promise<void> {
  const view = await viewOf(desk, step, problems);
  const client = await desk.slack.client(step.intake.workspace);
  const update = (view_id: string) =>
    client.views.update({ view_id, view }).catch((error: unknown) => {
      desk.log.info(
        { error },
        'the form was closed while pictures were checked; it resumes when opened again',
      );
    });
  await update(viewId);
  const again = await endCheck(desk, step.intake);
  if (again) await update(again);
}
