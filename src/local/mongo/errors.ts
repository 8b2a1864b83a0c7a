/**
 * The errors a client sees. Codes and names are those of MongoDB (`src/mongo/base/error_codes.yml` of its source): the
 * ones thrown here, and those that clients like to set with `failCommand`. All other codes have no name there and are
 * shown as `Location<code>`.
 */
const codeNames: Readonly<Record<number, string>> = {
  1: 'InternalError',
  2: 'BadValue',
  6: 'HostUnreachable',
  7: 'HostNotFound',
  9: 'FailedToParse',
  13: 'Unauthorized',
  14: 'TypeMismatch',
  15: 'Overflow',
  16: 'InvalidLength',
  20: 'IllegalOperation',
  22: 'InvalidBSON',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  50: 'MaxTimeMSExpired',
  52: 'DollarPrefixedFieldName',
  53: 'InvalidIdField',
  54: 'NotSingleValueField',
  56: 'EmptyFieldName',
  59: 'CommandNotFound',
  64: 'WriteConcernTimeout',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  76: 'NoReplicationEnabled',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  89: 'NetworkTimeout',
  91: 'ShutdownInProgress',
  100: 'UnsatisfiableWriteConcern',
  112: 'WriteConflict',
  123: 'NotAReplicaSet',
  143: 'CursorInUse',
  146: 'ExceededMemoryLimit',
  168: 'InvalidPipelineOperator',
  171: 'CannotIndexParallelArrays',
  175: 'QueryPlanKilled',
  181: 'AmbiguousIndexKeyPattern',
  189: 'PrimarySteppedDown',
  197: 'InvalidIndexSpecificationOption',
  224: 'QueryFeatureNotAllowed',
  238: 'NotImplemented',
  241: 'ConversionFailure',
  262: 'ExceededTimeLimit',
  266: 'FailPointSetFailed',
  276: 'IndexBuildAborted',
  291: 'NoQueryExecutionPlans',
  292: 'QueryExceededMemoryLimitNoDiskUseAllowed',
  322: 'APIVersionError',
  323: 'APIStrictError',
  352: 'UnsupportedOpQueryCommand',
  391: 'ReauthenticationRequired',
  9001: 'SocketException',
  10107: 'NotWritablePrimary',
  10334: 'BSONObjectTooLarge',
  11000: 'DuplicateKey',
  11600: 'InterruptedAtShutdown',
  11601: 'Interrupted',
  11602: 'InterruptedDueToReplStateChange',
  12587: 'BackgroundOperationInProgressForNamespace',
  13435: 'NotPrimaryNoSecondaryOk',
  13436: 'NotPrimaryOrSecondary',
  14031: 'OutOfDiskSpace',
};

/** The name MongoDB gives to `code`. */
export function codeNameOf(code: number): string {
  return codeNames[code] ?? `Location${code}`;
}

/** A failure that is answered to the client with MongoDB's code. */
export class MongoError extends Error {
  readonly code: number;
  /** Further fields of the answer, such as `keyPattern` and `keyValue` of a duplicate. */
  readonly extra: Record<string, unknown> | undefined;

  constructor(code: number, message: string, extra?: Record<string, unknown>) {
    super(message);
    this.name = 'MongoError';
    this.code = code;
    this.extra = extra;
  }

  get codeName(): string {
    return codeNameOf(this.code);
  }
}

/** SQLite's result code for a full disk (sqlite.org/rescode.html). */
const DISK_FULL = 13;

/** What a client is told of anything thrown: a full disk is 14031, and what is no `MongoError` a fault of the server (1). */
export function asMongoError(error: unknown): MongoError {
  if (error instanceof MongoError) return error;
  const isFull = (error as { errcode?: number } | null)?.errcode === DISK_FULL;
  return isFull ? new MongoError(14031, String(error)) : new MongoError(1, String(error));
}

/** 2: the value makes no sense here. */
export const badValue = (message: string) => new MongoError(2, message);
/** 9: the shape of a command or an operator is wrong. */
export const failedToParse = (message: string) => new MongoError(9, message);
/** 14: a value of the wrong BSON type. */
export const typeMismatch = (message: string) => new MongoError(14, message);
/** 20: what a standalone server never does, such as transactions. */
export const illegalOperation = (message: string) => new MongoError(20, message);
/** 22: bytes that are no BSON. */
export const invalidBson = (message: string) => new MongoError(22, message);
/** 238: MongoDB has it, this server does not. */
export const notSupported = (what: string) =>
  new MongoError(238, `not supported by the embedded MongoDB: ${what}`);
