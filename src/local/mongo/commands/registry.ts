import { aggregate } from './aggregate.ts';
import { create, drop, dropDatabase, listCollections, renameCollection } from './collections.ts';
import type { Command } from './context.ts';
import { count } from './count.ts';
import { listDatabases } from './databases.ts';
import { remove } from './delete.ts';
import {
  buildInfo,
  connectionStatus,
  getCmdLineOpts,
  getParameter,
  hostInfo,
  ping,
  serverStatus,
} from './diagnostics.ts';
import { distinct } from './distinct.ts';
import { explain } from './explain.ts';
import { configureFailPoint } from './fail-point.ts';
import { find } from './find.ts';
import { findAndModify } from './find-and-modify.ts';
import { getMore, killCursors } from './get-more.ts';
import { hello, isMaster } from './handshake.ts';
import { createIndexes, dropIndexes, listIndexes } from './indexes.ts';
import { insert } from './insert.ts';
import { endSessions, killAllSessions } from './sessions.ts';
import { collStats, dbStats } from './statistics.ts';
import { update } from './update.ts';

/** Every command there is, by the name a client calls it by. */
export const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['hello', hello],
  ['isMaster', isMaster],
  ['ismaster', isMaster],
  ['ping', ping],
  ['buildInfo', buildInfo],
  ['buildinfo', buildInfo],
  ['connectionStatus', connectionStatus],
  ['serverStatus', serverStatus],
  ['hostInfo', hostInfo],
  ['getParameter', getParameter],
  ['getCmdLineOpts', getCmdLineOpts],
  ['endSessions', endSessions],
  ['killSessions', endSessions],
  ['killAllSessions', killAllSessions],
  ['insert', insert],
  ['update', update],
  ['delete', remove],
  ['findAndModify', findAndModify],
  ['findandmodify', findAndModify],
  ['count', count],
  ['explain', explain],
  ['aggregate', aggregate],
  ['collStats', collStats],
  ['collstats', collStats],
  ['dbStats', dbStats],
  ['dbstats', dbStats],
  ['listDatabases', listDatabases],
  ['configureFailPoint', configureFailPoint],
  ['distinct', distinct],
  ['createIndexes', createIndexes],
  ['listIndexes', listIndexes],
  ['dropIndexes', dropIndexes],
  ['deleteIndexes', dropIndexes],
  ['find', find],
  ['getMore', getMore],
  ['killCursors', killCursors],
  ['create', create],
  ['drop', drop],
  ['dropDatabase', dropDatabase],
  ['renameCollection', renameCollection],
  ['listCollections', listCollections],
]);
