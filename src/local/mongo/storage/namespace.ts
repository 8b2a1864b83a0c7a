import { MongoError } from '../errors.ts';

/** Bytes of a whole namespace (manual, "MongoDB Limits and Thresholds"). */
const MAX_NAMESPACE_BYTES = 255;
const MAX_DATABASE_BYTES = 63;

const invalid = (message: string) => new MongoError(73, message);

/** Refuses a name that no database can have. Error 73. */
export function checkDatabaseName(name: string): void {
  if (name === '' || Buffer.byteLength(name) > MAX_DATABASE_BYTES || /[/\\. "$\0]/.test(name)) {
    throw invalid(`Invalid database name: '${name}'`);
  }
}

/** Refuses a name that no collection can have. Error 73. */
export function checkCollectionName(database: string, name: string): void {
  const namespace = `${database}.${name}`;
  if (name === '' || name.startsWith('.') || name.endsWith('.') || name.includes('\0')) {
    throw invalid(`Invalid namespace specified '${namespace}'`);
  }
  if (name.includes('$')) throw invalid(`Invalid collection name: ${name}`);
  if (name.startsWith('system.')) throw invalid(`Invalid system namespace: ${namespace}`);
  if (Buffer.byteLength(namespace) > MAX_NAMESPACE_BYTES) {
    throw invalid(
      `Fully qualified namespace is too long. Namespace: ${namespace} Max: ${MAX_NAMESPACE_BYTES}`,
    );
  }
}
