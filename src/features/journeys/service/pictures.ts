import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { downloadFromSlack, FileElsewhere, FileTooLarge } from '../../../platform/files/index.ts';
import { MAX_PICTURES } from '../domain/answers.ts';
import type { Picture } from '../domain/types.ts';
import { type Intake, intakeModel } from '../model.ts';
import { type Step, takeAnswer, withTicket, write } from './intake.ts';
import { MAX_PICTURE_BYTES, pictureProblem } from './picture-problem.ts';

/** A check that takes longer was cut short by a kill. */
const LATE_MILLISECONDS = 30_000;

/** After this a check is given up. */
const HOPELESS_MILLISECONDS = 180_000;

/** What became of the pictures handed in: the next step, or the same one with what is wrong. */
export type PictureOutcome = { step: Step; problems: string[] };

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

/** Lets the outcome of a check be shown in a form that was opened again; false when the check has ended. */
export async function watchCheck(desk: Desk, { workspace, _id }: Intake, viewId: string): Promise<boolean> {
  const { matchedCount } = await intakeModel(desk.database).updateOne(
    { workspace, _id, checking: trusted({ $ne: null }) },
    { $set: { checkView: viewId } },
  );
  return matchedCount > 0;
}

/**
 * Notes that the person was shown the outcome; a check that began since stays. Gives the form that was opened again
 * meanwhile, if any.
 */
export async function endCheck(desk: Desk, { workspace, _id, checking }: Intake): Promise<string | null> {
  if (!checking) return null;
  const ended = await intakeModel(desk.database)
    .findOneAndUpdate(
      { workspace, _id, 'checking.since': checking.since },
      { $set: { checking: null, checkView: null } },
    )
    .lean<Intake>();
  return ended?.checkView ?? null;
}

/** Ends a check that cannot be done, so that the person is asked again; the pictures taken before are kept. */
export async function giveUpCheck(desk: Desk, step: Step): Promise<PictureOutcome> {
  const { checking } = step.intake;
  if (!checking) return { step, problems: [] };
  const problems = ['The pictures could not be checked. Add them again.'];
  return {
    step: { ...step, intake: await write(desk, step.intake, { checking: { ...checking, problems } }) },
    problems,
  };
}

/** Whether a check has failed for so long that trying again is of no use. */
export const isHopeless = ({ checking }: Intake): boolean =>
  checking !== null && !checking.problems && Date.now() - checking.since.getTime() > HOPELESS_MILLISECONDS;

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
  { workspace, _id, dryRun }: Intake,
  { id, name }: { id: string; name: string },
): Promise<Picture | string> {
  const client = await desk.slack.client(workspace);
  try {
    const { file } = await client.files.info({ file: id });
    const url = file?.url_private_download ?? file?.url_private ?? '';
    const bytes = await downloadFromSlack(desk, workspace, url, MAX_PICTURE_BYTES);
    const problem = await pictureProblem(name, bytes);
    if (problem) return problem;
    if (dryRun) return { stored: '', name, mimetype: '', bytes: bytes.byteLength };
    const stored = await desk.files.store({ workspace, key: `intake ${_id} ${id}`, name, bytes });
    return {
      stored: stored.id,
      name: stored.name,
      mimetype: stored.mimeType,
      bytes: stored.sizeBytes,
      slackFile: await uploadOwn(client, stored.name, bytes),
    };
  } catch (error) {
    if (error instanceof FileTooLarge) return `${name} is larger than 5 MB. Send a smaller one.`;
    if (error instanceof FileElsewhere) return `${name} is kept outside Slack. Upload the picture itself.`;
    if (GONE.includes(slackError(error))) return `${name} is not there any more. Add it again.`;
    throw error;
  }
}

/** What Slack answers about a file that its owner deleted. */
const GONE = ['file_not_found', 'file_deleted'];

const slackError = (error: unknown): string =>
  String((error as { data?: { error?: unknown } } | null)?.data?.error ?? '');

type Client = Awaited<ReturnType<Desk['slack']['client']>>;

async function uploadOwn(client: Client, filename: string, bytes: Buffer): Promise<string> {
  const uploaded = (await client.filesUploadV2({ file: bytes, filename })) as {
    files?: { files?: { id?: string }[] }[];
  };
  return String(uploaded.files?.[0]?.files?.[0]?.id);
}
