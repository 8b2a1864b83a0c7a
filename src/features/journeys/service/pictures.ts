import { fileTypeFromBuffer } from 'file-type';
import { imageSize } from 'image-size';
import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { UserError } from '../../../platform/errors.ts';
import { downloadFromSlack } from '../../../platform/files/index.ts';
import { MAX_PICTURES } from '../domain/answers.ts';
import type { Picture } from '../domain/types.ts';
import { type Intake, intakeModel } from '../model.ts';
import { finishIntake } from './finish.ts';
import { type Step, takeAnswer, write } from './intake.ts';

const MAX_BYTES = 5 * 1_048_576;
const MAX_SIDE = 10_000;
const ALLOWED = ['image/png', 'image/jpeg'];
/** A check that takes longer was cut short by a kill. */
const LATE_MILLISECONDS = 30_000;

/** What became of the pictures handed in: the next step, or the same one with what is wrong. */
export type PictureOutcome = { step: Step; problems: string[] };

/**
 * Says what is wrong with a picture, by its content and not its name; null when it is good.
 * The size in pixels is read from the header alone, so a picture that unpacks to gigabytes costs nothing.
 */
export async function pictureProblem(name: string, bytes: Uint8Array): Promise<string | null> {
  if (bytes.byteLength > MAX_BYTES) return `${name} is larger than 5 MB. Send a smaller one.`;
  const type = await fileTypeFromBuffer(bytes);
  if (!type || !ALLOWED.includes(type.mime))
    return `${name} is no JPEG or PNG picture${type ? ` but ${type.ext.toUpperCase()}` : ''}. Save it as one of these.`;
  try {
    const { width, height } = imageSize(bytes);
    if (width > MAX_SIDE || height > MAX_SIDE)
      return `${name} has ${width} × ${height} pixels; ${MAX_SIDE} a side is the most. Send a smaller one.`;
  } catch {
    return `${name} cannot be read as a picture. Take it again.`;
  }
  return null;
}

/** Notes that pictures are to be checked, before the person is told so. */
export function beginCheck(
  desk: Desk,
  { intake }: Step,
  check: { question: string; files: { id: string; name: string }[]; viewId: string },
): Promise<Intake> {
  return write(desk, intake, { checking: { ...check, since: new Date() } });
}

/**
 * Checks the pictures of an intake, keeps the good ones and leads on when all are good, in one write. The check stays
 * noted until `endCheck`, so that a sweep shows its outcome when a kill prevented that; pictures are not checked twice.
 */
export async function checkPictures(desk: Desk, step: Step): Promise<PictureOutcome> {
  const { intake, journey } = step;
  const { checking } = intake;
  if (!checking) return { step, problems: [] };
  if (checking.problems) return { step: await withTicket(desk, step), problems: checking.problems };
  const question = journey.questions.find(({ id }) => id === checking.question);
  const most = question?.kind === 'images' ? (question.maxFiles ?? MAX_PICTURES) : MAX_PICTURES;
  const accepted = [...(intake.accepted[checking.question] ?? [])];
  const problems: string[] = [];
  for (const file of checking.files) {
    if (accepted.length >= most) {
      problems.push(`${file.name} is one too many: ${most} pictures at the most.`);
      continue;
    }
    const taken = await takePicture(desk, intake, file);
    if (typeof taken === 'string') problems.push(taken);
    else accepted.push(taken);
  }
  const kept = { ...intake.accepted, [checking.question]: accepted };
  const checked = { accepted: kept, checking: { ...checking, problems } };
  if (problems.length > 0) return { step: { ...step, intake: await write(desk, intake, checked) }, problems };
  return { step: await takeAnswer(desk, step, checking.question, accepted, checked), problems };
}

/** Notes that the person was shown the outcome; a check that began since stays. */
export async function endCheck(desk: Desk, { workspace, _id, checking }: Intake): Promise<void> {
  if (!checking) return;
  await intakeModel(desk.database).updateOne(
    { workspace, _id, 'checking.since': checking.since },
    { $set: { checking: null } },
  );
}

/** A kill after the last answer may have prevented the ticket. */
async function withTicket(desk: Desk, step: Step): Promise<Step> {
  const { intake, journey } = step;
  if (intake.status !== 'finished' || intake.ticketId) return step;
  return { ...step, intake: await finishIntake(desk, intake, journey) };
}

/** Intakes whose check was cut short, or whose outcome was not shown. */
export function lateChecks(desk: Desk, workspace: string): Promise<Intake[]> {
  const before = new Date(Date.now() - LATE_MILLISECONDS);
  return intakeModel(desk.database)
    .find({ workspace, 'checking.since': trusted({ $lte: before }) })
    .limit(50)
    .lean<Intake[]>();
}

/** Downloads, checks, stores and uploads one picture as the app's own; a text says what is wrong with it. */
async function takePicture(
  desk: Desk,
  { workspace, _id }: Intake,
  { id, name }: { id: string; name: string },
): Promise<Picture | string> {
  const client = await desk.slack.client(workspace);
  try {
    const { file } = await client.files.info({ file: id });
    const url = file?.url_private_download ?? file?.url_private ?? '';
    const bytes = await downloadFromSlack(url, await desk.slack.botToken(workspace), MAX_BYTES);
    const problem = await pictureProblem(name, bytes);
    if (problem) return problem;
    const stored = await desk.files.store({ workspace, key: `intake ${_id} ${id}`, name, bytes });
    return {
      stored: stored.id,
      name: stored.name,
      mimetype: stored.mimeType,
      bytes: stored.sizeBytes,
      slackFile: await uploadOwn(client, stored.name, bytes),
    };
  } catch (error) {
    if (error instanceof UserError) return `${name} is larger than 5 MB. Send a smaller one.`;
    throw error;
  }
}

type Client = Awaited<ReturnType<Desk['slack']['client']>>;

async function uploadOwn(client: Client, filename: string, bytes: Buffer): Promise<string> {
  const uploaded = (await client.filesUploadV2({ file: bytes, filename })) as {
    files?: { files?: { id?: string }[] }[];
  };
  return String(uploaded.files?.[0]?.files?.[0]?.id);
}
