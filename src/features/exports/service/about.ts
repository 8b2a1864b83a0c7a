import type { Desk } from '../../../platform/desk.ts';
import { findPeople, getPerson } from '../../people/index.ts';
import { statusNamesFor } from '../domain/rights.ts';
import type { ExportFields } from '../model.ts';
import type { About } from '../views/message.ts';

/** The export as its messages name it, in the words and numbers of whoever asked. */
export async function aboutOf(desk: Desk, workspace: string, asked: ExportFields): Promise<About> {
  const { by, dataset, from, to, status, category, agent, teamLeader, ownOf } = asked;
  const person = await getPerson(desk, { workspace, userId: by });
  const named = await findPeople(desk, { workspace, userIds: [agent ?? '', teamLeader ?? ''] });
  const nameOf = (userId: string) => named.find((one) => one.userId === userId)?.name ?? userId;
  return {
    dataset,
    from,
    to,
    locale: person.locale,
    isOwn: ownOf !== null,
    filters: {
      status: status && statusNamesFor(person)[status],
      category,
      agent: agent && ownOf === null ? nameOf(agent) : null,
      teamLeader: teamLeader && nameOf(teamLeader),
    },
  };
}
