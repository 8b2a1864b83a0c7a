import type { Desk } from '../../../platform/desk.ts';
import type { SubmissionAnswer, SubmissionContext } from '../../../platform/slack/index.ts';
import { figuresFrom } from '../../kpis/index.ts';
import { getPerson } from '../../people/index.ts';
import { logDay } from '../service.ts';
import { savedView } from '../views/log.ts';
import { type overwriteModal, overwriteView } from '../views/overwrite.ts';

type Input = { meta: ReturnType<(typeof overwriteModal)['meta']> };

/** “Overwrite” was pressed: replaces what the person saw, or asks again when it has changed since. */
export const onOverwrite =
  (desk: Desk) =>
  async (c: SubmissionContext, { meta }: Input): Promise<SubmissionAnswer> => {
    const { workspace } = c;
    const { userId, day, figures, rev } = meta;
    const outcome = await logDay(desk, { workspace, userId, by: c.userId, day, figures, replaces: rev });
    const { locale } = await getPerson(desk, { workspace, userId: c.userId });
    if ('saved' in outcome) {
      const logged = figuresFrom(outcome.saved, 'logged');
      return { response_action: 'update', view: savedView({ userId, day, figures: logged }, locale) };
    }
    const fact = outcome.exists;
    const by = await getPerson(desk, { workspace, userId: fact.log?.by ?? userId });
    return { response_action: 'update', view: overwriteView({ fact, figures, by: by.name, locale }) };
  };
