import type { Desk } from '../../../../platform/desk.ts';
import { columns, eachFactBatch, type FactLine, figureOf } from '../../../kpis/index.ts';
import type { CellValue, ExportRow } from '../../domain/cells.ts';
import type { ExportRequest } from '../../domain/request.ts';
import { type Dataset, toolsFor } from './shared.ts';

const figureNames = columns.map(({ csv }) => csv);
const figureKeys = columns.map(({ key }) => key);

/** The values that count, sorted by name within a day: the same figures give the same file however agents are kept. */
export const kpis: Dataset = {
  fields: ['day', 'agent', 'team_leader', 'supervisor', ...figureNames],
  async *rows(desk, request) {
    const { name } = await toolsFor(desk, request);
    let day: ExportRow[] = [];
    for await (const facts of factsOf(desk, request)) {
      const complete: ExportRow[] = [];
      for (const fact of facts) {
        const figures: CellValue[] = figureKeys.map((key) => figureOf(fact, key));
        if (figures.every((figure) => figure === null)) continue;
        if (day[0] && day[0][0] !== fact.day) {
          complete.push(...day.sort(byAgent));
          day = [];
        }
        const agent = name(fact.agent) ?? fact.agentName;
        day.push([fact.day, agent, name(fact.teamLeader), name(fact.supervisor), ...figures]);
      }
      yield complete;
    }
    yield day.sort(byAgent);
  },
};

/** What was logged, with who did and when. */
export const stats: Dataset = {
  fields: ['day', 'agent', ...figureNames, 'logged_by', 'logged_at'],
  async *rows(desk, request) {
    const { name, time } = await toolsFor(desk, request);
    for await (const facts of factsOf(desk, request))
      yield facts.flatMap(({ day, agent, agentName, cells, log }): ExportRow[] => {
        if (!log) return [];
        const figures = figureKeys.map((key) => cells[key]?.logged ?? null);
        return [[day, name(agent) ?? agentName, ...figures, name(log.by), time(log.at)]];
      });
  },
};

function byAgent(one: ExportRow, other: ExportRow): number {
  return String(one[1]) < String(other[1]) ? -1 : 1;
}

function factsOf(desk: Desk, request: ExportRequest): AsyncIterable<FactLine[]> {
  const { workspace, agent, teamLeader, from, to } = request;
  return eachFactBatch(desk, {
    workspace,
    from,
    to,
    ...(agent === null ? {} : { agent }),
    ...(teamLeader === null ? {} : { teamLeader }),
  });
}
