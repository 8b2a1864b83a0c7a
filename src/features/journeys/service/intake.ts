import { isDeepStrictEqual } from 'node:util';
import { nanoid } from 'nanoid';
import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { FieldErrors, UserError } from '../../../platform/errors.ts';
import { clean } from '../../../platform/slack/index.ts';
import { isEmpty, problemWith } from '../domain/answers.ts';
import type { Answer, Journey, Question } from '../domain/types.ts';
import { walk } from '../domain/walk.ts';
import { type Intake, intakeModel } from '../model.ts';
import { finishIntake } from './finish.ts';
import { journeyHead, journeyVersion } from './versions.ts';

/** An intake with its journey, at a question or (null) at the end. */
export type Step = { intake: Intake; journey: Journey; question: Question | null };

const DAY = 86_400_000;

type Begin = { workspace: string; userId: string; key: string; attachTo?: string };

/** Begins a dry run of a journey that is being edited: it walks like any other and opens no ticket. */
export async function beginDryRun(
  desk: Desk,
  { workspace, userId, journey }: { workspace: string; userId: string; journey: Journey },
): Promise<Step> {
  return insertIntake(
    desk,
    { workspace, userId, key: journey.key, version: 0, dryRun: journey, attachTo: null },
    journey,
  );
}

/**
 * Begins a journey, or goes on with the intake the person left open, also when the journey was archived since.
 * @throws UserError when the journey is not active.
 */
export async function beginIntake(desk: Desk, begin: Begin): Promise<Step & { resumed: boolean }> {
  const { workspace, userId, key, attachTo = null } = begin;
  const [open] = await openIntakes(desk, workspace, userId, { key, attachTo });
  if (open) return { ...(await stepOf(desk, open)), resumed: hasAnswers(open) };
  const version = (await journeyHead(desk, workspace, key))?.active;
  if (!version) throw new UserError('This form is not in use any more. Start again with `/ticket new`.');
  const { definition } = await journeyVersion(desk, { workspace, key, version });
  return {
    ...(await insertIntake(desk, { workspace, userId, key, attachTo, version, dryRun: null }, definition)),
    resumed: false,
  };
}

/** The journey the person was in the middle of last, or null. */
export async function journeyLeftOpen(desk: Desk, workspace: string, userId: string): Promise<string | null> {
  const open = await openIntakes(desk, workspace, userId, { attachTo: null });
  return open.find(hasAnswers)?.key ?? null;
}

/** The intakes a person left open, newest first. */
function openIntakes(
  desk: Desk,
  workspace: string,
  userId: string,
  wanted: { key?: string; attachTo: string | null },
): Promise<Intake[]> {
  return intakeModel(desk.database)
    .find({ workspace, userId, status: 'open', dryRun: null, ...wanted })
    .sort({ changedAt: -1 })
    .limit(20)
    .lean<Intake[]>();
}

const hasAnswers = ({ answers }: Intake): boolean => Object.keys(answers).length > 0;

async function insertIntake(
  desk: Desk,
  pinned: Pick<Intake, 'workspace' | 'userId' | 'key' | 'version' | 'dryRun' | 'attachTo'>,
  journey: Journey,
): Promise<Step> {
  const now = desk.clock.now();
  const question = journey.questions[0] ?? null;
  const intake: Intake = {
    ...pinned,
    _id: nanoid(),
    answers: {},
    drafts: {},
    accepted: {},
    checking: null,
    checkView: null,
    at: question?.id ?? null,
    status: 'open',
    rev: 1,
    startedAt: now,
    changedAt: now,
    finishedAt: null,
    ticketId: null,
    countAt: pinned.dryRun ? null : now,
  };
  await intakeModel(desk.database).collection.insertOne({ ...intake } as never);
  return { intake, journey, question };
}

/** @throws UserError when the intake is not the person's, or not there any more. */
export async function loadStep(
  desk: Desk,
  { workspace, intakeId, userId }: { workspace: string; intakeId: string; userId: string },
): Promise<Step> {
  const intake = await intakeModel(desk.database)
    .findOne({ workspace, _id: intakeId, userId })
    .lean<Intake>();
  if (!intake) throw new UserError('This form is not open any more. Start again with `/ticket new`.');
  return stepOf(desk, intake);
}

/**
 * Takes the answer to a question and leads on. Handing in the same step twice changes nothing.
 * @param also is written together with the answer
 * @throws FieldErrors with what is wrong beside the field, or that the form went on in another window.
 */
export async function takeAnswer(
  desk: Desk,
  step: Step,
  questionId: string,
  given: Answer | undefined,
  also: Partial<Intake> = { checking: null },
): Promise<Step> {
  const { intake, journey } = step;
  const question = journey.questions.find(({ id }) => id === questionId);
  if (!question) throw new UserError('This question is not asked any more.');
  if (intake.status === 'left')
    throw new UserError('You started this form over in another window. Close this one.');
  const answer = tidy(question, given);
  const known = intake.answers[questionId];
  if (intake.status === 'finished' || intake.at !== questionId) {
    if (isDeepStrictEqual(known, answer)) return withTicket(desk, step);
    throw await wentOn(desk, intake, question, answer);
  }
  const problem = problemWith(question, answer);
  if (problem) throw new FieldErrors({ answer: problem });
  const answers = { ...intake.answers, [questionId]: answer };
  const at = walk(journey, answers, following(journey, answers, questionId)).current?.id ?? null;
  const { [questionId]: _, ...drafts } = intake.drafts;
  const end = at === null ? { status: 'finished' as const, finishedAt: desk.clock.now() } : {};
  try {
    const changed = await write(desk, intake, { ...also, ...end, answers, drafts, at });
    if (at === null) return { journey, intake: await finishIntake(desk, changed, journey), question: null };
    return stepOf(desk, changed);
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
    const { workspace, _id: intakeId, userId } = intake;
    return takeAnswer(desk, await loadStep(desk, { workspace, intakeId, userId }), questionId, given, also);
  }
}

/** What was typed in a window that fell behind is kept for when its question is asked again. */
async function wentOn(desk: Desk, intake: Intake, question: Question, answer: Answer): Promise<FieldErrors> {
  const { workspace, _id, status } = intake;
  if (status !== 'open')
    return new FieldErrors({ answer: 'This form was sent in another window. Close this one.' });
  if (question.kind !== 'images')
    await intakeModel(desk.database).updateOne(
      { workspace, _id, status },
      { $set: { [`drafts.${question.id}`]: answer } },
    );
  return new FieldErrors({
    answer:
      'You went on with this form in another window. Close this one and use `/ticket new`; what you typed is kept.',
  });
}

/** A kill after the last answer may have prevented the ticket. */
export async function withTicket(desk: Desk, step: Step): Promise<Step> {
  const { intake, journey } = step;
  if (intake.status !== 'finished' || intake.ticketId) return step;
  return { ...step, intake: await finishIntake(desk, intake, journey) };
}

/** One question back, keeping what was typed; at the end there is no way back. */
export async function goBack(desk: Desk, step: Step, questionId: string, typed: unknown): Promise<Step> {
  const { intake, journey } = step;
  if (intake.status !== 'open') return step;
  const { path } = walk(journey, intake.answers, questionId);
  const before = path.at(-1);
  const question = journey.questions.find(({ id }) => id === questionId);
  const draft = typeof typed === 'string' || isTexts(typed) ? { [questionId]: typed } : {};
  const drafts = question && question.kind !== 'images' ? { ...intake.drafts, ...draft } : intake.drafts;
  const changed = await write(desk, intake, { at: before?.id ?? questionId, drafts, checking: null });
  return stepOf(desk, changed);
}

/** Leaves the open intake behind and begins anew. */
export async function startOver(desk: Desk, { intake }: Step): Promise<Step> {
  await write(desk, intake, { status: 'left', checking: null });
  const { workspace, userId, key, dryRun, attachTo } = intake;
  return dryRun
    ? beginDryRun(desk, { workspace, userId, journey: dryRun })
    : beginIntake(desk, { workspace, userId, key, ...(attachTo ? { attachTo } : {}) });
}

/** Another write came first: the same person in a second window, or a second press. */
class Overtaken extends UserError {}

/** Writes to the intake unless somebody else did in between. */
export async function write(desk: Desk, intake: Intake, set: Partial<Intake>): Promise<Intake> {
  const { workspace, _id, rev, dryRun } = intake;
  const now = desk.clock.now();
  const changed = await intakeModel(desk.database)
    .findOneAndUpdate(
      { workspace, _id, rev },
      { $set: { ...set, changedAt: now, countAt: dryRun ? null : now }, $inc: { rev: 1 } },
      { returnDocument: 'after' },
    )
    .lean<Intake>();
  if (!changed)
    throw new Overtaken('This form was changed in another window. Close it and use `/ticket new` to go on.');
  return changed;
}

/** Removes dry runs that nobody went on with for a day. */
export async function dropDryRuns(desk: Desk, workspace: string): Promise<void> {
  const before = new Date(desk.clock.now().getTime() - DAY);
  await intakeModel(desk.database).deleteMany({
    workspace,
    version: 0,
    changedAt: trusted({ $lte: before }),
  });
}

async function stepOf(desk: Desk, intake: Intake): Promise<Step> {
  const journey = intake.dryRun ?? (await journeyVersion(desk, intake)).definition;
  return { intake, journey, question: journey.questions.find(({ id }) => id === intake.at) ?? null };
}

/** The question after this one on the way, or undefined at the end. */
function following(
  journey: Journey,
  answers: Record<string, Answer>,
  questionId: string,
): string | undefined {
  const { path, current } = walk(journey, answers);
  const index = path.findIndex(({ id }) => id === questionId);
  return path[index + 1]?.id ?? current?.id;
}

/** An answer as it is kept: trimmed, and empty in the question's own kind when it was left out. */
function tidy(question: Question, given: Answer | undefined): Answer {
  if (typeof given === 'string') {
    const text = clean(given).trim();
    // Slack takes no decimal comma back as the first value of a field for numbers.
    return question.kind === 'text' && question.format === 'number' ? text.replace(',', '.') : text;
  }
  if (!isEmpty(given) && given !== undefined) return given;
  return question.kind === 'multi' || question.kind === 'images' ? [] : '';
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
