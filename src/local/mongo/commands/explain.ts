import { hostname } from 'node:os';
import { failedToParse, MongoError } from '../errors.ts';
import type { DistinctScan } from '../execute/distinct-scan.ts';
import type { Query } from '../execute/query.ts';
import { inSlices } from '../execute/slices.ts';
import { type Around, distinctStages, type StageNode, stagesOf } from '../plan/explain.ts';
import { documentToJs, type RawDocument } from '../values/raw.ts';
import { okAnswer } from '../wire/answer.ts';
import { Arguments } from './arguments.ts';
import type { Command, CommandContext } from './context.ts';
import { type Explained, explainable } from './explainable.ts';
import { MONGODB_VERSION } from './handshake.ts';

const VERBOSITIES = ['queryPlanner', 'executionStats', 'allPlansExecution'];

/** `explain` of find, count, distinct, aggregate, update, delete and findAndModify, in MongoDB's shape. Writes nothing. */
export const explain: Command = {
  fields: ['verbosity'],
  reads: true,
  run(context) {
    const { args, database } = context;
    const document = args.required('explain', args.document('explain'));
    const verbosity = args.string('verbosity') ?? 'allPlansExecution';
    if (!VERBOSITIES.includes(verbosity)) {
      throw failedToParse(
        `verbosity string must be one of ${VERBOSITIES.map((name) => `'${name}'`).join(', ')}`,
      );
    }
    const name = Object.keys(documentToJs(document))[0] ?? '';
    const describe = explainable.get(name);
    if (!describe) throw new MongoError(59, `Explain failed due to unknown command: ${name}`);
    const inner: CommandContext = { ...context, database, args: new Arguments(name, document) };
    return explainQuery(inner, document, describe(inner), verbosity);
  },
};

/** The answer of `explain`, and of `aggregate` with `explain: true`. */
export async function explainQuery(
  context: CommandContext,
  command: RawDocument,
  { query, distinct, written, around, namespace, stages }: Explained,
  verbosity: string,
): Promise<RawDocument> {
  const { plan } = query;
  const winningPlan = distinct ? distinctStages(distinct.access) : stagesOf(plan, written, around);
  const queryPlanner = {
    namespace,
    indexFilterSet: false,
    parsedQuery: documentToJs(written.filter),
    maxIndexedOrSolutionsReached: false,
    maxIndexedAndSolutionsReached: false,
    maxScansToExplodeReached: false,
    winningPlan,
    rejectedPlans: plan.rejected.map((rejected) =>
      stagesOf({ ...rejected, collection: plan.collection }, written, around),
    ),
  };
  const executionStats =
    verbosity === 'queryPlanner'
      ? undefined
      : await execute(distinct?.scan ?? query, winningPlan, around, context, verbosity);
  const explained = { queryPlanner, executionStats };
  const body =
    stages.length > 0
      ? { stages: [{ $cursor: explained }, ...stages.map((stage) => documentToJs(stage))] }
      : explained;
  return okAnswer({
    explainVersion: '1',
    ...body,
    command: documentToJs(command),
    serverInfo: {
      host: hostname(),
      port: context.server.port,
      version: MONGODB_VERSION,
      gitVersion: 'embedded',
    },
  });
}

async function execute(
  query: Query | DistinctScan,
  winningPlan: StageNode,
  around: Around,
  { deadline }: CommandContext,
  verbosity: string,
): Promise<Record<string, unknown>> {
  const start = performance.now();
  let found = 0;
  await inSlices(() => {
    const rows = query.next(256);
    found += rows?.length ?? 0;
    return rows === undefined;
  }, deadline);
  const { keys, docs } = query.examined;
  const nReturned = around.top === 'COUNT' || around.top === 'UPDATE' || around.top === 'DELETE' ? 0 : found;
  const counts = { found, keys, docs: around.keysOnly ? 0 : docs };
  return {
    executionSuccess: true,
    nReturned,
    executionTimeMillis: Math.round(performance.now() - start),
    totalKeysExamined: keys,
    totalDocsExamined: counts.docs,
    executionStages: withCounts(winningPlan, counts),
    ...(verbosity === 'allPlansExecution' && { allPlansExecution: [] }),
  };
}

/** The stages with what they examined and gave; what a stage between gave is not known apart from the whole. */
function withCounts(node: StageNode, counts: { found: number; keys: number; docs: number }): StageNode {
  const { inputStage, inputStages, ...details } = node;
  return {
    ...details,
    stage: node.stage,
    nReturned: nReturnedOf(node.stage, counts),
    ...(KEY_STAGES.has(node.stage) && { keysExamined: counts.keys }),
    ...(DOCUMENT_STAGES.has(node.stage) && { docsExamined: counts.docs }),
    ...(inputStage && { inputStage: withCounts(inputStage, counts) }),
    ...(inputStages && { inputStages: inputStages.map((each) => withCounts(each, counts)) }),
  };
}

const KEY_STAGES = new Set(['IXSCAN', 'COUNT_SCAN', 'DISTINCT_SCAN', 'IDHACK']);
const DOCUMENT_STAGES = new Set(['COLLSCAN', 'FETCH', 'IDHACK']);

function nReturnedOf(stage: string, { found, keys }: { found: number; keys: number }): number {
  if (stage === 'COUNT' || stage === 'UPDATE' || stage === 'DELETE') return 0;
  return stage === 'IXSCAN' || stage === 'COUNT_SCAN' || stage === 'OR' || stage === 'SORT_MERGE'
    ? keys
    : found;
}
