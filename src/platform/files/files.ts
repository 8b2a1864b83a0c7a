import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { fileTypeFromBuffer } from 'file-type';
import mongoose from 'mongoose';
import type { Database } from '../database/index.ts';
import { isDuplicateKey, UserError } from '../errors.ts';
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
/** How GridFS cuts files. */
const partBytes = 255 * 1_024;

/** Keeps files in GridFS (https://www.mongodb.com/docs/manual/core/gridfs/), each under its workspace. */
export class Files {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Stores bytes. The same `key` stores once: a second call returns the file that is there. The file's entry comes last,
   * so what a kill cuts short is no file, and stored whole the next time.
   */
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
    await this.#writeParts(id, file.bytes);
    try {
      await this.#db()
        .collection(`${bucketName}.files`)
        .insertOne({
          _id: new mongoose.mongo.ObjectId(id),
          length: stored.sizeBytes,
          chunkSize: partBytes,
          uploadDate: new Date(),
          filename: stored.name,
          metadata: { workspace: file.workspace, ...stored },
        });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
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

  /** Parts that a killed process has left, or that another writes at this moment, are the same and written over. */
  async #writeParts(id: string, bytes: Uint8Array): Promise<void> {
    const files_id = new mongoose.mongo.ObjectId(id);
    const parts = Array.from({ length: Math.ceil(bytes.byteLength / partBytes) }, (_, n) => {
      const data = new mongoose.mongo.BSON.Binary(bytes.subarray(n * partBytes, (n + 1) * partBytes));
      return { updateOne: { filter: { files_id, n }, update: { $set: { data } }, upsert: true } };
    });
    if (parts.length === 0) return;
    const chunks = this.#db().collection(`${bucketName}.chunks`);
    const write = () => chunks.bulkWrite(parts, { ordered: false });
    await write().catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
      return write();
    });
  }

  #bucket() {
    return new mongoose.mongo.GridFSBucket(this.#db() as never, { bucketName });
  }

  #db() {
    const { db } = this.#database.connection;
    if (!db) throw new Error('the database is not connected');
    return db;
  }
}
