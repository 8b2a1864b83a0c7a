import { nanoid } from 'nanoid';
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
 * Begins a journey, or goes on with the intake the person left open.
 * @throws UserError when the journey is not active.
 */
export async function beginIntake(desk: Desk, begin: Begin): Promise<Step & { resumed: boolean }> {
  const { workspace, userId, key, attachTo = null } = begin;
  const open = await intakeModel(desk.database)
    .findOne({ workspace, userId, key, status: 'open', dryRun: null, attachTo })
    .sort({ startedAt: -1 })
    .lean<Intake>();
  if (open) return { ...(await stepOf(desk, open)), resumed: Object.keys(open.answers).length > 0 };
  const version = (await journeyHead(desk, workspace, key))?.active;
  if (!version) throw new UserError('This form is not in use any more. Start again with `/ticket new`.');
  const { definition } = await journeyVersion(desk, { workspace, key, version });
  return {
    ...(await insertIntake(desk, { workspace, userId, key, attachTo, version, dryRun: null }, definition)),
    resumed: false,
  };
}

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
    at: question?.id ?? null,
    status: 'open',
    rev: 1,
    startedAt: now,
    changedAt: now,
    finishedAt: null,
    ticketId: null,
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
 * @throws FieldErrors with what is wrong beside the field.
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
  if (intake.status !== 'open') return step;
  const answer = tidy(question, given);
  const problem = problemWith(question, answer);
  if (problem) throw new FieldErrors({ answer: problem });
  const answers = { ...intake.answers, [questionId]: answer };
  const at = walk(journey, answers, following(journey, answers, questionId)).current?.id ?? null;
  const { [questionId]: _, ...drafts } = intake.drafts;
  const end = at === null ? { status: 'finished' as const, finishedAt: desk.clock.now() } : {};
  const changed = await write(desk, intake, { ...also, ...end, answers, drafts, at });
  if (at === null) return { journey, intake: await finishIntake(desk, changed, journey), question: null };
  return stepOf(desk, changed);
}

/** One question back, keeping what was typed. */
export async function goBack(desk: Desk, step: Step, questionId: string, typed: unknown): Promise<Step> {
  const { intake, journey } = step;
  const { path } = walk(journey, intake.answers, questionId);
  const before = path.at(-1);
  const question = journey.questions.find(({ id }) => id === questionId);
  const draft = typeof typed === 'string' || isTexts(typed) ? { [questionId]: typed } : {};
  const drafts = question && question.kind !== 'images' ? { ...intake.drafts, ...draft } : intake.drafts;
  const changed = await write(desk, intake, { at: before?.id ?? questionId, drafts });
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

/** Writes to the intake unless somebody else did in between (the same person in a second window). */
export async function write(desk: Desk, intake: Intake, set: Partial<Intake>): Promise<Intake> {
  const { workspace, _id, rev } = intake;
  const changed = await intakeModel(desk.database)
    .findOneAndUpdate(
      { workspace, _id, rev },
      { $set: { ...set, changedAt: desk.clock.now() }, $inc: { rev: 1 } },
      { returnDocument: 'after' },
    )
    .lean<Intake>();
  if (!changed)
    throw new UserError('This form was changed in another window. Close it and use `/ticket new` to go on.');
  return changed;
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
  if (typeof given === 'string') return clean(given).trim();
  if (!isEmpty(given) && given !== undefined) return given;
  return question.kind === 'multi' || question.kind === 'images' ? [] : '';
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
