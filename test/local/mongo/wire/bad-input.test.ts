import { serialize } from 'bson';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../../../../src/local/mongo/index.ts';
import { crc32c } from '../../../../src/local/mongo/wire/crc32c.ts';
import { body, command, opMsg, rawClient, sequence } from './raw-client.ts';

let server: RunningServer;

beforeAll(async () => {
  server = await startServer({ data: ':memory:' });
});
afterAll(() => server.close());

/** A well-behaved client gets its answer, whatever others did. */
async function expectServing(): Promise<void> {
  const client = await rawClient(server.port);
  client.send(command({ ping: 1 }));
  expect(await client.answer()).toEqual({ ok: 1 });
  client.close();
}

/** The connection ends after these bytes. */
async function expectClosed(bytes: Uint8Array): Promise<void> {
  const client = await rawClient(server.port);
  client.send(bytes);
  await client.closed;
  await expectServing();
}

function withLength(length: number): Buffer {
  const frame = command({ ping: 1 });
  frame.writeInt32LE(length, 0);
  return frame;
}

test.each([
  ['a length below the header', withLength(15)],
  ['a negative length', withLength(-1)],
  ['a length past 48 MB', withLength(48_000_001)],
  [
    'an unknown opcode',
    Buffer.concat([command({ ping: 1 }).subarray(0, 12), Buffer.from([1, 2, 3, 4]), Buffer.alloc(40)]),
  ],
  ['a message without a body', opMsg([sequence('documents', [])])],
  ['an unknown section', opMsg([Buffer.of(9, 1, 2, 3, 4, 5, 6)])],
  ['unknown required flags', opMsg([body({ ping: 1, $db: 'test' })], { flags: 4 })],
  [
    'a sequence that lies about its length',
    opMsg([Buffer.concat([Buffer.of(1), Buffer.from([255, 255, 0, 0]), Buffer.from('x\0aaaa')])]),
  ],
])('closes the connection on %s', (_, bytes) => expectClosed(bytes));

test('closes the connection on a wrong checksum and takes a right one', async () => {
  const frame = opMsg([body({ ping: 1, $db: 'test' }), Buffer.alloc(4)], { flags: 1 });
  await expectClosed(frame);
  frame.writeUInt32LE(crc32c(frame.subarray(0, -4)), frame.length - 4);
  const client = await rawClient(server.port);
  client.send(frame);
  expect(await client.answer()).toEqual({ ok: 1 });
  client.close();
});

test('BSON that lies about its length is an error for that client, who may go on', async () => {
  const client = await rawClient(server.port);
  const lying = body({ ping: 1, $db: 'test', x: { a: 1 } });
  lying.writeInt32LE(200, lying.indexOf('x\0') + 2);
  client.send(opMsg([lying]));
  expect(await client.answer()).toMatchObject({ ok: 0, code: 22, codeName: 'InvalidBSON' });
  client.send(command({ ping: 1 }));
  expect(await client.answer()).toEqual({ ok: 1 });
  client.close();
});

/** A document of so many levels, made by hand because no library would. */
function nested(levels: number): Buffer {
  let document = Buffer.from([5, 0, 0, 0, 0]);
  for (let level = 1; level < levels; level += 1) {
    const around = Buffer.alloc(document.length + 8);
    around.writeInt32LE(around.length, 0);
    around[4] = 3;
    around.write('a\0', 5);
    document.copy(around, 7);
    document = around;
  }
  return document;
}

test('100 levels are stored, 101 and 10,000 are refused', async () => {
  const client = await rawClient(server.port);
  const insert = (levels: number) =>
    client.send(opMsg([body({ insert: 'deep', $db: 'test' }), sequence('documents', [nested(levels)])]));
  insert(100);
  expect(await client.answer()).toEqual({ n: 1, ok: 1 });
  for (const levels of [101, 10_000]) {
    insert(levels);
    const answer = await client.answer();
    expect(answer.code ?? answer.writeErrors[0].code).toBe(15);
  }
  client.close();
  await expectServing();
});

test('a client that vanishes in the middle of a message or of a batch harms nobody', async () => {
  const batch = opMsg([
    body({ insert: 'vanished', $db: 'test' }),
    sequence(
      'documents',
      Array.from({ length: 20_000 }, (_, n) => serialize({ _id: n, text: 'x'.repeat(100) })),
    ),
  ]);
  const half = await rawClient(server.port);
  half.send(batch.subarray(0, batch.length / 2));
  half.close();
  const whole = await rawClient(server.port);
  whole.send(batch);
  await new Promise((resolve) => whole.socket.write('', resolve));
  whole.close();
  await expectServing();
});

test('a message may come byte by byte, and several at once are answered in order', async () => {
  const client = await rawClient(server.port);
  for (const byte of command({ ping: 1 })) client.send(Uint8Array.of(byte));
  expect(await client.answer()).toEqual({ ok: 1 });
  client.send(
    Buffer.concat([
      command({ insert: 'k', documents: [{ _id: 1 }] }),
      command({ count: 'k' }),
      command({ nonsense: 1 }),
    ]),
  );
  expect(await client.answer()).toEqual({ n: 1, ok: 1 });
  expect(await client.answer()).toEqual({ n: 1, ok: 1 });
  expect(await client.answer()).toMatchObject({ ok: 0, code: 59, codeName: 'CommandNotFound' });
  client.close();
});

test('a thousand connections are served', async () => {
  const clients = await Promise.all(Array.from({ length: 1000 }, () => rawClient(server.port)));
  for (const client of clients) client.send(command({ ping: 1 }));
  for (const client of clients) expect(await client.answer()).toEqual({ ok: 1 });
  for (const client of clients) client.close();
});

test('any damage to a message is an error or a closed connection, and the next client is served', async () => {
  const whole = opMsg([
    body({ insert: 'damaged', $db: 'test', ordered: false }),
    sequence('documents', [serialize({ a: [1, 'x', { b: null }], c: new Date(0), d: /x/i })]),
  ]);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 12, max: whole.length - 1 }), fc.nat(255)), {
        minLength: 1,
        maxLength: 4,
      }),
      async (damages) => {
        const frame = Buffer.from(whole);
        for (const [at, byte] of damages) frame[at] = byte;
        // A damaged flag may say that no answer is wanted.
        frame[16] = (frame[16] as number) & ~2;
        const client = await rawClient(server.port);
        client.send(frame);
        const outcome = await Promise.race([
          client.answer().catch(() => 'closed'),
          client.closed.then(() => 'closed'),
        ]);
        client.close();
        expect(outcome === 'closed' || typeof outcome === 'object').toBe(true);
      },
    ),
    { numRuns: 100 },
  );
  await expectServing();
});

test('it listens on loopback alone', () => {
  expect(server.uri).toMatch(/^mongodb:\/\/127\.0\.0\.1:\d+$/);
});

test('the handshake of old drivers is answered, other old messages are not', async () => {
  const query = (namespace: string, document: Record<string, unknown>) => {
    const content = Buffer.concat([
      Buffer.alloc(4),
      Buffer.from(`${namespace}\0`),
      Buffer.alloc(8),
      serialize(document),
    ]);
    const head = Buffer.alloc(16);
    head.writeInt32LE(16 + content.length, 0);
    head.writeInt32LE(2004, 12);
    return Buffer.concat([head, content]);
  };
  const client = await rawClient(server.port);
  client.send(query('admin.$cmd', { isMaster: 1, helloOk: true }));
  expect(await client.answer()).toMatchObject({ ismaster: true, maxWireVersion: 21, helloOk: true, ok: 1 });
  client.send(query('admin.$cmd', { find: 'x' }));
  expect(await client.answer()).toMatchObject({ ok: 0, code: 352 });
  client.close();
});

test('a client that asks and never reads is not worked for ahead', async () => {
  const reader = await rawClient(server.port);
  reader.send(command({ insert: 'wide', documents: [{ text: 'x'.repeat(1_000_000) }] }));
  await reader.answer();
  const served = async () => {
    reader.send(command({ serverStatus: 1 }));
    return (await reader.answer()).metrics.commands.find ?? 0;
  };
  const before = await served();
  const greedy = await rawClient(server.port);
  greedy.socket.pause();
  const asked = 60;
  greedy.send(Buffer.concat(Array.from({ length: asked }, () => command({ find: 'wide' }))));
  for (let ping = 0; ping < 60; ping += 1) await served();
  expect((await served()) - before).toBeLessThan(asked);
  greedy.socket.resume();
  for (let answer = 0; answer < asked; answer += 1) {
    expect((await greedy.answer()).cursor.firstBatch).toHaveLength(1);
  }
  greedy.close();
  reader.close();
});
