import { connect, type Socket } from 'node:net';
import { type Document, deserialize, serialize } from 'bson';

/** A client that says exactly the bytes it is told to. */
export interface RawClient {
  readonly socket: Socket;
  send(bytes: Uint8Array): void;
  /** The next answer, as a document. Rejects when the connection is closed first. */
  answer(): Promise<Document>;
  /** Resolves when the server has closed the connection. */
  readonly closed: Promise<void>;
  close(): void;
}

/** Connects to a server on this machine. */
export async function rawClient(port: number): Promise<RawClient> {
  const socket = connect(port, '127.0.0.1');
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => undefined);
  let received = Buffer.alloc(0);
  const answers: Document[] = [];
  const waiting: Array<{ resolve: (answer: Document) => void; reject: (error: Error) => void }> = [];
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 4 && received.length >= received.readInt32LE(0)) {
      const frame = received.subarray(0, received.readInt32LE(0));
      received = received.subarray(frame.length);
      const document = deserialize(frame.subarray(frame.readInt32LE(12) === 1 ? 36 : 21));
      const next = waiting.shift();
      if (next) next.resolve(document);
      else answers.push(document);
    }
  });
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      for (const { reject } of waiting.splice(0)) reject(new Error('the connection was closed'));
      resolve();
    });
  });
  return {
    socket,
    send: (bytes) => void socket.write(bytes),
    answer: () => {
      const ready = answers.shift();
      if (ready) return Promise.resolve(ready);
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    closed,
    close: () => socket.destroy(),
  };
}

/** An OP_MSG of these sections. */
export function opMsg(sections: Uint8Array[], { flags = 0, requestId = 7 } = {}): Buffer {
  const body = Buffer.concat([Buffer.alloc(20), ...sections]);
  body.writeInt32LE(body.length, 0);
  body.writeInt32LE(requestId, 4);
  body.writeInt32LE(2013, 12);
  body.writeUInt32LE(flags, 16);
  return body;
}

/** A body section. */
export function body(command: Document): Buffer {
  return Buffer.concat([Buffer.of(0), serialize(command)]);
}

/** A document sequence section. */
export function sequence(name: string, documents: Uint8Array[]): Buffer {
  const content = Buffer.concat([Buffer.alloc(4), Buffer.from(`${name}\0`), ...documents]);
  content.writeInt32LE(content.length, 0);
  return Buffer.concat([Buffer.of(1), content]);
}

/** A command as a whole message. */
export function command(document: Document): Buffer {
  return opMsg([body({ ...document, $db: 'test' })]);
}
