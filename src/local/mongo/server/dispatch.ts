import { setTimeout as sleep } from 'node:timers/promises';
import { serialize } from 'bson';
import { Arguments } from '../commands/arguments.ts';
import type { Answer, Client, Command, CommandContext, ServerState } from '../commands/context.ts';
import { refusal } from '../commands/refused.ts';
import { commands } from '../commands/registry.ts';
import { badValue, codeNameOf, MongoError } from '../errors.ts';
import { deadlineIn } from '../execute/slices.ts';
import {
  asValue,
  BsonType,
  buildDocument,
  elements,
  getField,
  type RawDocument,
  type RawValue,
} from '../values/raw.ts';
import { textOf } from '../values/text.ts';
import { Opcode, type Request } from '../wire/message.ts';
import { checkApi, checkCommand, refuseTransactions } from './checks.ts';
import type { FailCommand } from './fail-points.ts';

/** What every command takes. `$clusterTime` and `comment` are read by nobody; see docs/embedded-mongodb.md. */
const COMMON = [
  '$db',
  'lsid',
  '$clusterTime',
  '$readPreference',
  'readConcern',
  'writeConcern',
  'maxTimeMS',
  'comment',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
  'txnNumber',
  'autocommit',
  'startTransaction',
];
const HANDSHAKES = new Set(['hello', 'isMaster', 'ismaster']);

/** The connection has to be closed without an answer (a fail point asked for it). */
export class CloseConnection extends Error {}

const knownFields = new Map<Command, ReadonlySet<string>>();

function fieldsOf(name: string, command: Command): ReadonlySet<string> {
  let fields = knownFields.get(command);
  if (!fields) {
    fields = new Set([...COMMON, ...command.fields, name]);
    knownFields.set(command, fields);
  }
  return fields;
}

/** Carries a request out. Throws or rejects with what went wrong. */
export function dispatch(server: ServerState, client: Client, request: Request): Answer {
  const [name] = firstField(request.body);
  const args = new Arguments(name, request.body);
  refuseTransactions(args);
  const command = commands.get(name);
  if (!command) throw refusal(name);
  if (request.opcode === Opcode.query && !HANDSHAKES.has(name)) {
    throw new MongoError(
      352,
      `Unsupported OP_QUERY command: ${name}. The client driver may require an upgrade.`,
    );
  }
  if (!HANDSHAKES.has(name) && !command.anyField) args.refuseUnknown(fieldsOf(name, command));
  server.calls.set(name, (server.calls.get(name) ?? 0) + 1);
  const context = contextOf(server, client, request, args);
  checkCommand(command, context);
  const failure = server.failPoints.take(name, client.appName);
  return failure ? suffer(failure, () => command.run(context)) : command.run(context);
}

function firstField(body: RawDocument): [string] {
  const zero = body.indexOf(0, 5);
  return [textOf(body, 5, zero)];
}

function contextOf(server: ServerState, client: Client, request: Request, args: Arguments): CommandContext {
  const database = request.database ?? args.string('$db');
  if (database === undefined) throw new MongoError(40571, 'OP_MSG requests require a $db argument');
  checkApi(args);
  const maxTimeMs = args.whole('maxTimeMS');
  if (maxTimeMs !== undefined && (maxTimeMs < 0 || maxTimeMs > 2147483647)) {
    throw badValue(`${maxTimeMs} value for maxTimeMS is out of range [0, 2147483647]`);
  }
  return {
    server,
    database,
    args,
    body: request.body,
    sequences: request.sequences,
    client,
    deadline: deadlineIn(maxTimeMs),
    maxTimeMs,
    session: sessionOf(args.document('lsid')),
  };
}

function sessionOf(lsid: RawDocument | undefined): string | undefined {
  const id: RawValue | undefined = lsid && getField(lsid, 'id');
  if (!id) return undefined;
  if (id.type !== BsonType.binary) throw badValue('lsid.id must be a UUID');
  return Buffer.from(id.bytes.subarray(id.start, id.end)).toString('hex');
}

async function suffer(failure: FailCommand, run: () => Answer): Promise<RawDocument> {
  if (failure.blockMs > 0) await sleep(failure.blockMs);
  if (failure.closeConnection) throw new CloseConnection();
  const { errorCode: code, writeConcernError } = failure;
  if (code === undefined) {
    const answer = await run();
    return writeConcernError ? withField(answer, 'writeConcernError', writeConcernError) : answer;
  }
  const labels = failure.errorLabels && { errorLabels: failure.errorLabels };
  const errmsg = "Failing command via 'failCommand' failpoint";
  return serialize({ ok: 0, errmsg, code, codeName: codeNameOf(code), ...labels });
}

function withField(answer: RawDocument, name: string, document: RawDocument): RawDocument {
  const fields = elements(answer).map((field): [string, RawValue] => [field.name, field.value]);
  return buildDocument([...fields, [name, asValue(document)]]);
}
