import { connect } from 'node:net';
import { type Document, serialize } from 'bson';

const OP_MSG = 2013;
const OP_QUERY = 2004;

/** Sends one command as OP_MSG and gives the whole reply, header and all. */
export const reply = (port: number, command: Document): Promise<Buffer> =>
  exchange(port, OP_MSG, Buffer.concat([Buffer.from([0, 0, 0, 0, 0]), serialize(command)]));

/** The reply to the handshake by which drivers begin, which is an OP_QUERY. */
export const handshakeReply = (port: number): Promise<Buffer> => {
  const head = Buffer.concat([
    Buffer.alloc(4),
    Buffer.from('admin.$cmd\0'),
    Buffer.alloc(4),
    Buffer.alloc(4, 255),
  ]);
  return exchange(port, OP_QUERY, Buffer.concat([head, serialize({ ismaster: 1, helloOk: true })]));
};

function exchange(port: number, opcode: number, body: Buffer): Promise<Buffer> {
  const header = Buffer.alloc(16);
  header.writeInt32LE(16 + body.length, 0);
  header.writeInt32LE(1, 4);
  header.writeInt32LE(opcode, 12);
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.concat([header, body])));
    let received = Buffer.alloc(0);
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < received.readInt32LE(0)) return;
      socket.destroy();
      resolve(received);
    });
  });
}
