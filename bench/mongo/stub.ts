import { type AddressInfo, createServer } from 'node:net';

/** The stub of `startStub`: cuts the stream into messages, looks at the name of the command and sends the bytes it was given. */
process.once('message', (answers: Record<string, Uint8Array>) => {
  const listener = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    let rest: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
        const message = rest.subarray(0, rest.readInt32LE(0));
        rest = rest.subarray(message.length);
        socket.write(answer(message, answers));
      }
    });
  });
  listener.listen(0, '127.0.0.1', () => process.send?.((listener.address() as AddressInfo).port));
});

/** Where the name of the command stands: behind the header, flags, kind, length and type of an OP_MSG. */
const NAME_AT = 16 + 4 + 1 + 4 + 1;
const OP_QUERY = 2004;

function answer(message: Buffer, answers: Record<string, Uint8Array>): Buffer {
  const isQuery = message.readInt32LE(12) === OP_QUERY;
  const name = isQuery ? 'OP_QUERY' : message.toString('latin1', NAME_AT, message.indexOf(0, NAME_AT));
  const reply = Buffer.from(answers[name] ?? answers.ping ?? []);
  // "in answer to" is the one thing that differs
  reply.writeInt32LE(message.readInt32LE(4), 8);
  return reply;
}
