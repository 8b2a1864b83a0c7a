import type { FilterNode } from '../../query/node.ts';
import { parseFilter } from '../../query/parse.ts';
import { subdocument } from '../../values/raw.ts';
import type { Stage, StageSpec } from './stage.ts';

/** A stage with what it was written as. */
export interface CompiledStage {
  readonly written: StageSpec;
  readonly stage: Stage;
}

/** The paths a filter reads; undefined when an expression may read anything. */
function pathsRead(node: FilterNode): string[] | undefined {
  switch (node.kind) {
    case 'and':
    case 'or':
    case 'nor': {
      const all = node.nodes.map(pathsRead);
      return all.includes(undefined) ? undefined : (all as string[][]).flat();
    }
    case 'not':
      return pathsRead(node.node);
    case 'expression':
      return undefined;
    case 'always':
    case 'never':
      return [];
    default:
      return [node.path];
  }
}

const overlap = (a: string, b: string) => a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);

/** Moves every `$match` before the stages that do not touch what it reads, so that fewer documents reach them and an index may serve it. */
export function matchFirst(stages: readonly CompiledStage[]): CompiledStage[] {
  const ordered: CompiledStage[] = [];
  for (const entry of stages) {
    let at = ordered.length;
    if (entry.written.name === '$match') {
      const read = pathsRead(parseFilter(subdocument(entry.written.spec)));
      while (read && at > 0 && mayPass(ordered[at - 1] as CompiledStage, read)) at -= 1;
    }
    ordered.splice(at, 0, entry);
  }
  return ordered;
}

function mayPass({ written, stage }: CompiledStage, read: readonly string[]): boolean {
  if (written.name === '$match' || !stage.changes) return false;
  return !stage.changes.paths.some((changed) => read.some((path) => overlap(changed, path)));
}
