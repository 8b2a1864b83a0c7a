/** Bytes of one document (`maxBsonObjectSize` of `hello`). */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;
/** Writes in one command (`maxWriteBatchSize` of `hello`). */
export const MAX_WRITES = 100_000;
/** Indexes of one collection, the one on `_id` included (manual, "MongoDB Limits and Thresholds"). */
export const MAX_INDEXES = 64;
