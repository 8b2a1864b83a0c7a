import { illegalOperation, MongoError, notSupported } from '../errors.ts';

/** Commands that MongoDB 7.0 has and this server does not (manual, "Database Commands"). */
export const REFUSED_COMMANDS: readonly string[] = [
  'abortTransaction',
  'analyzeShardKey',
  'appendOplogNote',
  'autoCompact',
  'authenticate',
  'cloneCollectionAsCapped',
  'collMod',
  'commitTransaction',
  'compact',
  'configureQueryAnalyzer',
  'convertToCapped',
  'createRole',
  'createSearchIndexes',
  'createUser',
  'currentOp',
  'dataSize',
  'dbHash',
  'dropAllRolesFromDatabase',
  'dropAllUsersFromDatabase',
  'dropConnections',
  'dropRole',
  'dropSearchIndex',
  'dropUser',
  'filemd5',
  'fsync',
  'fsyncUnlock',
  'getDefaultRWConcern',
  'getLog',
  'grantRolesToUser',
  'killAllSessionsByPattern',
  'killOp',
  'listCommands',
  'logRotate',
  'logout',
  'mapReduce',
  'planCacheClear',
  'planCacheClearFilters',
  'planCacheListFilters',
  'planCacheSetFilter',
  'profile',
  'reIndex',
  'refreshSessions',
  'revokeRolesFromUser',
  'rolesInfo',
  'rotateCertificates',
  'saslContinue',
  'saslStart',
  'setDefaultRWConcern',
  'setFeatureCompatibilityVersion',
  'setIndexCommitQuorum',
  'setParameter',
  'shutdown',
  'startSession',
  'top',
  'updateRole',
  'updateSearchIndex',
  'updateUser',
  'usersInfo',
  'validate',
  'validateDBMetadata',
  'whatsmyuri',
];

const TRANSACTION_COMMANDS = ['abortTransaction', 'commitTransaction'];

/** The error for a command that is not carried out: 76 for those of replica sets, 20 for those of transactions, 238 for others MongoDB has, 59 else. */
export function refusal(name: string): MongoError {
  if (TRANSACTION_COMMANDS.includes(name)) {
    return illegalOperation('Transaction numbers are only allowed on a replica set member or mongos');
  }
  if (name.startsWith('replSet')) return new MongoError(76, 'not running with --replSet');
  if (REFUSED_COMMANDS.includes(name)) return notSupported(`the command ${name}`);
  return new MongoError(59, `no such command: '${name}'`);
}
