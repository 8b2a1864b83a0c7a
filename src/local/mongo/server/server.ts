import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { ServerState } from '../commands/context.ts';
import { Store } from '../storage/store.ts';
import { Connection } from './connection.ts';
import { Cursors } from './cursors.ts';
import { FailPoints } from './fail-points.ts';
import { TtlSweeper } from './ttl.ts';

const TTL_INTERVAL_MS = 60_000;

export interface ServerOptions {
  /** The folder that keeps the data; `:memory:` for one that is gone at the end. */
  readonly data: string;
  /** 0 (the default) takes any free port. */
  readonly port?: number;
  /** Milliseconds between two looks for documents that a TTL index lets expire; MongoDB's minute unless given. */
  readonly ttlIntervalMs?: number;
}

/** An embedded MongoDB that listens. */
export interface RunningServer {
  readonly port: number;
  /** `mongodb://127.0.0.1:PORT`. */
  readonly uri: string;
  /** Clients connected now. */
  readonly connections: number;
  /** Calls `listener` with the number of clients whenever one comes or goes. */
  onConnections(listener: (count: number) => void): void;
  /** Stops listening, drops every client and closes the data. */
  close(): Promise<void>;
}

/** Starts a server on 127.0.0.1. Throws when the port is taken or the folder cannot be opened. */
export async function startServer({
  data,
  port = 0,
  ttlIntervalMs = TTL_INTERVAL_MS,
}: ServerOptions): Promise<RunningServer> {
  const store = new Store(data);
  const sockets = new Set<Socket>();
  const listeners: Array<(count: number) => void> = [];
  const listener = createServer();
  try {
    await listen(listener, port);
  } catch (error) {
    store.close();
    throw error;
  }
  const state: ServerState = {
    store,
    cursors: new Cursors(),
    failPoints: new FailPoints(),
    startedAt: new Date(),
    port: (listener.address() as AddressInfo).port,
    connections: { current: 0, total: 0 },
    calls: new Map(),
  };
  const sweeper = new TtlSweeper(store, ttlIntervalMs);
  const changed = () => {
    state.connections.current = sockets.size;
    for (const notify of listeners) notify(sockets.size);
  };
  listener.on('connection', (socket) => {
    sockets.add(socket);
    state.connections.total += 1;
    changed();
    socket.on('close', () => {
      sockets.delete(socket);
      changed();
    });
    new Connection(state, socket, state.connections.total);
  });
  return {
    port: state.port,
    uri: `mongodb://127.0.0.1:${state.port}`,
    get connections() {
      return sockets.size;
    },
    onConnections: (notify) => void listeners.push(notify),
    close: async () => {
      await sweeper.stop();
      await closeServer(listener, sockets, state);
    },
  };
}

function listen(listener: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(port, '127.0.0.1', () => {
      listener.off('error', reject);
      resolve();
    });
  });
}

async function closeServer(listener: Server, sockets: Set<Socket>, state: ServerState): Promise<void> {
  const closed = new Promise((resolve) => listener.close(resolve));
  for (const socket of sockets) socket.destroy();
  await closed;
  state.cursors.close();
  state.store.close();
}
