import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a database on which one command never arrives. */
export interface Gate {
  uri: string;
  /** Whether the command has come, and waits for ever. */
  reached(): boolean;
  close(): Promise<void>;
}

/**
 * Stands between a process and its database and stops the connection at the `nth` insert into `collection`, so that a test
 * can kill the process exactly there, however fast or slow the machine is.
 */
export async function gateAtInsert(uri: string, collection: string, nth: number): Promise<Gate> {
  const size = Buffer.alloc(4);
  size.writeInt32LE(collection.length + 1);
  const command = Buffer.concat([Buffer.from('\x02insert\0'), size, Buffer.from(`${collection}\0`)]);
  const { hostname, port } = new URL(uri);
  const sockets = new Set<Socket>();
  let seen = 0;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    far.pipe(near);
    let tail: Buffer = Buffer.alloc(0);
    near.on('data', (chunk: Buffer) => {
      const bytes = Buffer.concat([tail, chunk]);
      for (let at = bytes.indexOf(command); at !== -1; at = bytes.indexOf(command, at + 1)) seen += 1;
      tail = bytes.subarray(Math.max(0, bytes.length - command.length + 1));
      if (seen >= nth) near.pause();
      else far.write(chunk);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(uri);
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  through.searchParams.set('directConnection', 'true');
  return {
    uri: through.href,
    reached: () => seen >= nth,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
