import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileTypeFromBuffer } from 'file-type';
import mongoose from 'mongoose';
import type { Database } from '../database/index.ts';
import { UserError } from '../errors.ts';
import { baseName } from '../file-name.ts';

/** A file the desk keeps: bytes in the database, so that every process has them. */
export interface StoredFile {
  id: string;
  name: string;
  /** Told from the content, not from the name. */
  mimeType: string;
  sizeBytes: number;
  sha256: string;
}

const bucketName = 'files';

/** Keeps files in GridFS (https://www.mongodb.com/docs/manual/core/gridfs/), each under its workspace. */
export class Files {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Stores bytes. The same `key` stores once: a second call returns the file that is there. */
  async store(file: {
    workspace: string;
    key: string;
    name: string;
    bytes: Uint8Array;
  }): Promise<StoredFile> {
    const id = createHash('sha256').update(`${file.workspace}\n${file.key}`).digest('hex').slice(0, 24);
    const there = await this.find(file.workspace, id);
    if (there) return there;
    const stored: StoredFile = {
      id,
      name: baseName(file.name),
      mimeType: (await fileTypeFromBuffer(file.bytes))?.mime ?? 'application/octet-stream',
      sizeBytes: file.bytes.byteLength,
      sha256: createHash('sha256').update(file.bytes).digest('hex'),
    };
    const upload = this.#bucket().openUploadStreamWithId(new mongoose.mongo.ObjectId(id), stored.name, {
      metadata: { workspace: file.workspace, ...stored },
    });
    await new Promise<void>((resolve, reject) => {
      Readable.from([Buffer.from(file.bytes)])
        .pipe(upload)
        .on('finish', () => resolve())
        .on('error', reject);
    });
    return stored;
  }

  async find(workspace: string, id: string): Promise<StoredFile | undefined> {
    const filter = { _id: new mongoose.mongo.ObjectId(id), 'metadata.workspace': workspace };
    const [file] = await this.#bucket().find(filter).limit(1).toArray();
    return file?.metadata as StoredFile | undefined;
  }

  /** The bytes of a stored file. @throws UserError when the workspace has no such file. */
  async read(workspace: string, id: string): Promise<Buffer> {
    if (!(await this.find(workspace, id))) throw new UserError('This file is no longer there.');
    return buffer(this.#bucket().openDownloadStream(new mongoose.mongo.ObjectId(id)));
  }

  /** Removes a stored file; one that is gone already is fine. */
  async remove(workspace: string, id: string): Promise<void> {
    if (await this.find(workspace, id)) await this.#bucket().delete(new mongoose.mongo.ObjectId(id));
  }

  #bucket() {
    const { db } = this.#database.connection;
    if (!db) throw new Error('the database is not connected');
    return new mongoose.mongo.GridFSBucket(db as never, { bucketName });
  }
}
