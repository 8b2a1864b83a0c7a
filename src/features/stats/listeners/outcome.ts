import type { Desk } from '../../../platform/desk.ts';
import type { SubmissionAnswer, SubmissionContext } from '../../../platform/slack/index.ts';
import { type Figures, figuresFrom } from '../../kpis/index.ts';
import { getPerson } from '../../people/index.ts';
import type { LogOutcome } from '../service.ts';
import { savedView } from '../views/log.ts';
import { overwriteView } from '../views/overwrite.ts';

/** What the modal shows after a try to log `figures`: that they are saved, or old and new side by side. */
export async function shownOutcome(
  desk: Desk,
  { workspace, userId: by }: SubmissionContext,
  outcome: LogOutcome,
  figures: Figures,
): Promise<SubmissionAnswer> {
  const { locale } = await getPerson(desk, { workspace, userId: by });
  if ('saved' in outcome) {
    const { agent, day } = outcome.saved;
    const logged = figuresFrom(outcome.saved, 'logged');
    return { response_action: 'update', view: savedView({ userId: agent, day, figures: logged }, locale) };
  }
  const fact = outcome.exists;
  const { name } = await getPerson(desk, { workspace, userId: fact.log?.by ?? fact.agent });
  return { response_action: 'update', view: overwriteView({ fact, figures, by: name, locale }) };
}
