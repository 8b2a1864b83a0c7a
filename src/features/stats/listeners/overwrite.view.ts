import type { Desk } from '../../../platform/desk.ts';
import type { SubmissionAnswer, SubmissionContext } from '../../../platform/slack/index.ts';
import { logDay } from '../service.ts';
import type { overwriteModal } from '../views/overwrite.ts';
import { shownOutcome } from './outcome.ts';

type Input = { meta: ReturnType<(typeof overwriteModal)['meta']> };

/** “Overwrite” was pressed: replaces what the person saw, or asks again when it has changed since. */
export const onOverwrite =
  (desk: Desk) =>
  async (c: SubmissionContext, { meta }: Input): Promise<SubmissionAnswer> => {
    const { rev: replaces, ...day } = meta;
    const outcome = await logDay(desk, { ...day, workspace: c.workspace, by: c.userId, replaces });
    return shownOutcome(desk, c, outcome, meta.figures);
  };
