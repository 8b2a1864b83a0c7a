import { Arguments } from '../commands/arguments.ts';
import type { Command, CommandContext } from '../commands/context.ts';
import { badValue, illegalOperation, MongoError } from '../errors.ts';
import { checkDatabaseName } from '../storage/namespace.ts';
import type { RawDocument } from '../values/raw.ts';

const READ_CONCERNS = new Set(['local', 'available', 'majority']);
const READ_CONCERN_FIELDS = new Set(['level', 'afterClusterTime', 'atClusterTime', 'provenance']);

/** A standalone server has no transactions and no retryable writes (20, `session_catalog` of MongoDB's source). */
export function refuseTransactions(args: Arguments): void {
  if (args.value('txnNumber') || args.value('startTransaction') || args.value('autocommit')) {
    throw illegalOperation('Transaction numbers are only allowed on a replica set member or mongos');
  }
}

/** What is checked of every command before it is carried out, as in MongoDB's service_entry_point_common.cpp. */
export function checkCommand(command: Command, { args, database, server }: CommandContext): void {
  // the name of a database that is there was checked when it was made
  if (!server.store.catalog.hasDatabase(database)) checkDatabaseName(database.replaceAll('$', ''));
  if (command.adminOnly && database !== 'admin') {
    throw new MongoError(13, `${args.owner} may only be run against the admin database.`);
  }
  if (!command.writes && args.value('writeConcern')) {
    throw new MongoError(72, 'Command does not support writeConcern');
  }
  checkReadConcern(args.document('readConcern'), command.reads ?? false);
}

function checkReadConcern(document: RawDocument | undefined, reads: boolean): void {
  if (!document) return;
  const readConcern = new Arguments('readConcern', document);
  readConcern.refuseUnknown(READ_CONCERN_FIELDS);
  if (readConcern.value('afterClusterTime') || readConcern.value('atClusterTime')) {
    throw illegalOperation('Cannot specify afterClusterTime without a replica set');
  }
  const level = readConcern.string('level');
  if (level === 'linearizable' || level === 'snapshot') {
    throw new MongoError(123, 'node needs to be a replica set member to use read concern');
  }
  if (level !== undefined && !READ_CONCERNS.has(level)) {
    throw badValue(
      "Enumeration value for field 'readConcern.level' is not a valid value: local, available, majority, linearizable, snapshot",
    );
  }
  if (!reads && level !== undefined && level !== 'local') {
    throw new MongoError(72, 'read concern not supported');
  }
}

/** Version 1 of the stable API is all there is (322); `apiStrict` is refused (323). */
export function checkApi(args: Arguments): void {
  const version = args.string('apiVersion');
  if (version === undefined) {
    if (args.value('apiStrict') || args.value('apiDeprecationErrors')) {
      throw new MongoError(322, 'Provided apiStrict or apiDeprecationErrors without passing apiVersion');
    }
  } else if (version !== '1') {
    throw new MongoError(322, `API version must be "1"`);
  }
  if (args.boolean('apiStrict'))
    throw new MongoError(323, 'apiStrict is not supported by the embedded MongoDB');
}
