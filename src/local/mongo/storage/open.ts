import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The layout of the file. A program that finds a larger number than its own must not touch the folder. */
export const FORMAT_VERSION = 1;
const FILE_NAME = 'mongo.sqlite';

const SCHEMA = `
  CREATE TABLE collections (
    id INTEGER PRIMARY KEY AUTOINCREMENT, database TEXT NOT NULL, name TEXT NOT NULL, uuid BLOB NOT NULL,
    UNIQUE (database, name)
  );
  CREATE TABLE indexes (
    id INTEGER PRIMARY KEY AUTOINCREMENT, collection INTEGER NOT NULL, spec BLOB NOT NULL, multikey TEXT NOT NULL,
    ready INTEGER NOT NULL
  );
  CREATE TABLE garbage (name TEXT PRIMARY KEY);
`;

/** An open data file and how to close it. */
export interface OpenFile {
  readonly database: DatabaseSync;
  /** The write-ahead log, for those who want it on the disk. */
  readonly walPath: string;
  close(): void;
}

/**
 * Opens the data file in `folder`, made when it is missing; `:memory:` is a temporary folder, never synced, gone at
 * the close. Throws when the folder holds a newer format or another process has it open.
 */
export function openFile(folder: string): OpenFile {
  const temporary = folder === ':memory:';
  const path = temporary ? mkdtempSync(join(tmpdir(), 'embedded-mongodb-')) : folder;
  mkdirSync(path, { recursive: true });
  const file = join(path, FILE_NAME);
  const database = new DatabaseSync(file);
  try {
    prepare(database, temporary);
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    database,
    walPath: `${file}-wal`,
    close() {
      database.close();
      if (temporary) rmSync(path, { recursive: true, force: true });
    },
  };
}

function prepare(database: DatabaseSync, temporary: boolean): void {
  database.exec(`
    PRAGMA page_size = 8192; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;
    PRAGMA synchronous = ${temporary ? 'OFF' : 'NORMAL'};
    PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864;
    PRAGMA wal_autocheckpoint = 8000;
  `);
  const found = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (found.user_version > FORMAT_VERSION) {
    throw new Error(
      `the data folder has format ${found.user_version}, this program knows up to ${FORMAT_VERSION}: use a newer one`,
    );
  }
  if (found.user_version === 0) {
    database.exec(`BEGIN IMMEDIATE; ${SCHEMA} PRAGMA user_version = ${FORMAT_VERSION}; COMMIT;`);
  }
}
