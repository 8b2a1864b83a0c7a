import { asMongoError, MongoError } from '../errors.ts';
import { inSlices } from '../execute/slices.ts';
import type { RawDocument } from '../values/raw.ts';
import { okAnswer } from '../wire/answer.ts';
import type { Answer, CommandContext } from './context.ts';
import { MAX_WRITES } from './limits.ts';
import { wantsSync } from './write-concern.ts';

/** The statements of a batch: the section of their own that drivers send, or the array in the command. Error 16. */
export function statementsOf({ args, sequences }: CommandContext, field: string): RawDocument[] {
  const statements = sequences.get(field) ?? args.required(field, args.documents(field));
  if (statements.length === 0 || statements.length > MAX_WRITES) {
    throw new MongoError(
      16,
      `Write batch sizes must be between 1 and ${MAX_WRITES}. Got ${statements.length} operations.`,
    );
  }
  return statements;
}

/** The statements of a batch, all parsed before one is carried out: one of a wrong shape fails the command, and nothing is written. */
export function parsedStatements<Statement>(
  context: CommandContext,
  field: string,
  parse: (document: RawDocument) => Statement,
): Statement[] | Promise<Statement[]> {
  const documents = statementsOf(context, field);
  const statements: Statement[] = [];
  const step = () => {
    statements.push(parse(documents[statements.length] as RawDocument));
    return statements.length === documents.length;
  };
  const later = inSlices(step, context.deadline);
  return later ? later.then(() => statements) : statements;
}

/**
 * Carries out statement after statement. One that fails is told under `writeErrors`; the others go on, unless the
 * batch is ordered. `write` may take several slices.
 */
export function writeBatch(
  context: CommandContext,
  count: number,
  write: (index: number) => void | Promise<void>,
  answer: () => Record<string, unknown>,
): Answer {
  const sync = wantsSync(context);
  const ordered = context.args.boolean('ordered') ?? true;
  const writeErrors: Array<Record<string, unknown>> = [];
  let index = 0;
  const failed = (at: number, error: unknown) => {
    writeErrors.push(writeError(at, error));
    if (ordered) index = count;
  };
  const finish = () => {
    const document = okAnswer({ ...answer(), writeErrors: writeErrors.length > 0 ? writeErrors : undefined });
    return sync ? synced(context, document) : document;
  };
  const step = (): boolean | Promise<boolean> => {
    const at = index;
    index += 1;
    try {
      const later = write(at);
      return later ? later.catch((error) => failed(at, error)).then(() => index >= count) : index >= count;
    } catch (error) {
      failed(at, error);
      return index >= count;
    }
  };
  const later = inSlices(step, context.deadline);
  return later ? later.then(finish) : finish();
}

async function synced({ server }: CommandContext, document: RawDocument): Promise<RawDocument> {
  await server.store.transactions.committed();
  await server.store.synced();
  return document;
}

function writeError(index: number, error: unknown): Record<string, unknown> {
  const { code, extra, message } = asMongoError(error);
  return { index, code, ...extra, errmsg: message };
}
