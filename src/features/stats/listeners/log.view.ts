import type { Desk } from '../../../platform/desk.ts';
import { FieldErrors } from '../../../platform/errors.ts';
import type { SubmissionAnswer, SubmissionContext } from '../../../platform/slack/index.ts';
import { figuresFrom } from '../../kpis/index.ts';
import { getPerson } from '../../people/index.ts';
import { readEntry } from '../domain/entry.ts';
import { logDay } from '../service.ts';
import { type logModal, savedView } from '../views/log.ts';
import { overwriteView } from '../views/overwrite.ts';

type Form = typeof logModal;
type Input = { meta: ReturnType<Form['meta']>; fields: ReturnType<Form['fields']> };

/** Saves the day, or asks before an existing one is replaced. */
export const onLogSubmitted =
  (desk: Desk) =>
  async (c: SubmissionContext, { meta, fields }: Input): Promise<SubmissionAnswer> => {
    const read = readEntry(fields);
    if ('errors' in read) throw new FieldErrors(read.errors);
    const { workspace } = c;
    const userId = fields.person ?? meta.userId;
    const { figures } = read;
    const outcome = await logDay(desk, { workspace, userId, by: c.userId, day: fields.date, figures });
    const { locale } = await getPerson(desk, { workspace, userId: c.userId });
    if ('saved' in outcome) {
      const logged = figuresFrom(outcome.saved, 'logged');
      return {
        response_action: 'update',
        view: savedView({ userId, day: fields.date, figures: logged }, locale),
      };
    }
    const fact = outcome.exists;
    const by = await getPerson(desk, { workspace, userId: fact.log?.by ?? userId });
    return { response_action: 'update', view: overwriteView({ fact, figures, by: by.name, locale }) };
  };
