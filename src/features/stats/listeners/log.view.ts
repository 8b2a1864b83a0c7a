import type { Desk } from '../../../platform/desk.ts';
import { FieldErrors } from '../../../platform/errors.ts';
import type { SubmissionAnswer, SubmissionContext } from '../../../platform/slack/index.ts';
import { readEntry } from '../domain/entry.ts';
import { logDay } from '../service.ts';
import type { logModal } from '../views/log.ts';
import { shownOutcome } from './outcome.ts';

type Form = typeof logModal;
type Input = { meta: ReturnType<Form['meta']>; fields: ReturnType<Form['fields']> };

/** Saves the day, or asks before an existing one is replaced. */
export const onLogSubmitted =
  (desk: Desk) =>
  async (c: SubmissionContext, { meta, fields }: Input): Promise<SubmissionAnswer> => {
    const read = readEntry(fields);
    if ('errors' in read) throw new FieldErrors(read.errors);
    const { figures } = read;
    const whose = { workspace: c.workspace, userId: fields.person ?? meta.userId, day: fields.date };
    return shownOutcome(desk, c, await logDay(desk, { ...whose, by: c.userId, figures }), figures);
  };
