import mongoose from 'mongoose';
import type { Logger } from '../logging.ts';
import type { Database } from './model.ts';

/**
 * Connects to MongoDB. Operations while the database is away fail after five seconds and are tried again by whoever
 * asked; the driver reconnects by itself.
 */
export async function connectDatabase(
  uri: string,
  name: string,
  log: Logger,
): Promise<Database & { close(): Promise<void> }> {
  const connection = mongoose.createConnection(uri, {
    dbName: name,
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    serverSelectionTimeoutMS: 5_000,
    retryReads: true,
    maxPoolSize: 20,
    appName: 'shiftdesk',
  });
  connection.set('sanitizeFilter', true);
  connection.set('strictQuery', 'throw');
  connection.on('disconnected', () => log.warn('the database is away; waiting for it'));
  connection.on('reconnected', () => log.info('the database is back'));
  await connection.asPromise();
  return { connection, close: () => connection.close() };
}
