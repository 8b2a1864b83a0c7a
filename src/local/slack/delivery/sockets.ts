import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import { newSecret } from '../state/ids.ts';
import type { World } from '../state/world.ts';
import type { Parcel, Receipt, Transport } from './receipt.ts';

const pingEveryMs = 10_000;
/** How long a socket may take to say goodbye. */
const goodbyeMs = 500;
/** Slack lets an app hold ten sockets. */
const maxSockets = 10;

interface Waiting {
  name: string;
  socket: WebSocket;
  settle: (receipt: Receipt) => void;
  /** `lost` when nobody waits any more: too late, or the socket is gone. */
  state: 'open' | 'acked' | 'lost';
}

/** Socket Mode's server side: tickets, sockets, envelopes and their acknowledgements. */
export class SocketHub implements Transport {
  readonly #world: World;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Set<string>();
  readonly #sockets: WebSocket[] = [];
  readonly #waiting = new Map<string, Waiting>();
  readonly #pings: NodeJS.Timeout;
  readonly #stalled = new WeakSet<WebSocket>();
  #turn = 0;

  constructor(world: World) {
    this.#world = world;
    this.#pings = setInterval(() => {
      for (const socket of this.#sockets) if (!this.#stalled.has(socket)) socket.ping();
    }, pingEveryMs).unref();
  }

  get connections(): number {
    return this.#sockets.length;
  }

  /** A one-time address for a socket, for `apps.connections.open`. */
  newAddress(): string {
    const ticket = newSecret();
    this.#tickets.add(ticket);
    const base = this.#world.baseUrl.replace(/^http/, 'ws');
    return `${base}/link?ticket=${ticket}&app_id=${this.#world.app.id}`;
  }

  /** Takes over an upgrade request; a used or unknown ticket, an eleventh socket and an outage are refused. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '', this.#world.baseUrl).searchParams.get('ticket') ?? '';
    const isRefused = !this.#tickets.delete(ticket) || this.#sockets.length >= maxSockets;
    if (isRefused || this.#world.faults.strike('outage')) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (ws) => this.#welcome(ws));
  }

  async send(parcel: Parcel): Promise<Receipt> {
    const socket = this.#next();
    if (!socket)
      return {
        acked: false,
        kind: 'no_connection',
        detail: 'the app has no open socket',
        reason: 'connection_failed',
      };
    const envelope = {
      envelope_id: randomUUID(),
      type: parcel.type === 'options' ? 'interactive' : parcel.type,
      accepts_response_payload: parcel.type !== 'events_api',
      ...(parcel.type === 'events_api' && {
        retry_attempt: parcel.attempt,
        retry_reason: parcel.retryReason ?? '',
      }),
      payload: parcel.payload,
    };
    const { promise, resolve } = Promise.withResolvers<Receipt>();
    const waiting: Waiting = { name: parcel.name, socket, settle: resolve, state: 'open' };
    this.#waiting.set(envelope.envelope_id, waiting);
    if (!this.#stalled.has(socket)) socket.send(JSON.stringify(envelope));
    const timer = setTimeout(() => {
      this.#settle(waiting, {
        acked: false,
        kind: 'not_acked',
        detail: `no ack within ${this.#world.tuning.ackMs} ms`,
        reason: 'timeout',
      });
    }, this.#world.tuning.ackMs);
    return promise.finally(() => clearTimeout(timer));
  }

  /** Asks every socket to reconnect, as Slack does when it moves them. */
  disconnectAll(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void {
    for (const socket of this.#sockets)
      socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }));
  }

  /**
   * Lets every socket fall silent: nothing is read, answered or sent, as when a network path dies. They are
   * given up when the app opens a new one.
   */
  stallAll(): void {
    for (const socket of this.#sockets) {
      socket.pause();
      this.#stalled.add(socket);
    }
  }

  /** Cuts every socket without a word. */
  dropAll(): void {
    for (const socket of [...this.#sockets]) socket.terminate();
  }

  /** Says goodbye to every socket, and cuts those that do not answer. */
  async close(): Promise<void> {
    clearInterval(this.#pings);
    const goodbyes = this.#sockets.map((socket) => {
      const gone = once(socket, 'close');
      socket.close(1001);
      return gone;
    });
    await Promise.race([Promise.allSettled(goodbyes), sleep(goodbyeMs)]);
    this.dropAll();
    this.#server.close();
  }

  #welcome(socket: WebSocket): void {
    for (const silent of this.#sockets.filter((each) => this.#stalled.has(each))) silent.terminate();
    this.#sockets.push(socket);
    socket.on('message', (data) => this.#receive(String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.#forget(socket));
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.#sockets.length,
        connection_info: { app_id: this.#world.app.id },
        debug_info: { host: 'sandbox', approximate_connection_time: 18_060 },
      }),
    );
    this.#world.changes.emit('app');
  }

  #forget(socket: WebSocket): void {
    this.#sockets.splice(this.#sockets.indexOf(socket), 1);
    for (const waiting of this.#waiting.values()) {
      if (waiting.socket !== socket) continue;
      this.#settle(waiting, {
        acked: false,
        kind: 'not_acked',
        detail: 'the socket closed before the ack',
        reason: 'connection_failed',
      });
    }
    this.#world.changes.emit('app');
  }

  #next(): WebSocket | undefined {
    const open = this.#sockets.filter((socket) => socket.readyState === socket.OPEN);
    this.#turn += 1;
    return open[this.#turn % Math.max(open.length, 1)];
  }

  #receive(data: string): void {
    const { envelope_id: id, payload } = parseAck(data);
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (!waiting) {
      this.#world.journal.fail({
        kind: 'bad_answer',
        name: 'socket',
        reason: `no envelope: ${data.slice(0, 200)}`,
      });
    } else if (waiting.state !== 'open') {
      const isLate = waiting.state === 'lost';
      this.#world.journal.fail({
        kind: isLate ? 'late_ack' : 'double_ack',
        name: waiting.name,
        reason: isLate ? `acked later than ${this.#world.tuning.ackMs} ms` : 'acked twice',
      });
    } else this.#settle(waiting, { acked: true, answer: payload });
  }

  #settle(waiting: Waiting, receipt: Receipt): void {
    if (waiting.state !== 'open') return;
    waiting.state = receipt.acked ? 'acked' : 'lost';
    waiting.settle(receipt);
  }
}

function parseAck(data: string): { envelope_id?: string; payload?: unknown } {
  try {
    return JSON.parse(data);
  } catch {
    return {};
  }
}
