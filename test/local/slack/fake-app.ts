import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Sandbox } from '../../../src/local/slack/index.ts';
import { call } from './support.ts';

interface Envelope {
  envelope_id: string;
  type: string;
  payload: Record<string, unknown> & {
    trigger_id: string;
    response_url: string;
    event?: Record<string, unknown>;
  };
  retry_attempt?: number;
  retry_reason?: string;
}

/** What an app does with an envelope: its ack's payload, nothing (a plain ack), or `silent` for no ack. */
export type Answer = (envelope: Envelope) => unknown | 'silent';

/** An app at the other end of one socket, as bare as can be. */
export interface FakeApp {
  received: Envelope[];
  /** Everything else that came, like `hello` and `disconnect`. */
  notices: { type: string; reason?: string; num_connections?: number }[];
  answer: Answer;
  ack(envelopeId: string, payload?: unknown): void;
  closed: Promise<unknown>;
  close(): Promise<void>;
}

/** Opens a socket to the sandbox and acks what comes, as `answer` says. */
export async function connect(sandbox: Sandbox, answer: Answer = () => undefined): Promise<FakeApp> {
  const { url } = await call(sandbox, 'apps.connections.open', {}, sandbox.appToken);
  const socket = new WebSocket(String(url));
  const app: FakeApp = {
    received: [],
    notices: [],
    answer,
    ack: (envelopeId, payload) =>
      socket.send(JSON.stringify({ envelope_id: envelopeId, ...(payload !== undefined && { payload }) })),
    closed: once(socket, 'close'),
    async close() {
      socket.terminate();
      await app.closed;
    },
  };
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as Envelope;
    if (!message.envelope_id) {
      app.notices.push(message);
      return;
    }
    app.received.push(message);
    const reply = app.answer(message);
    if (reply !== 'silent') app.ack(message.envelope_id, reply);
  });
  await once(socket, 'message');
  return app;
}

/** A fresh trigger id, from a command that the person runs. */
export async function trigger(sandbox: Sandbox, app: FakeApp, user = 'U0BO'): Promise<string> {
  await sandbox.control.act(user, 'command', { channel: 'C0GENERAL', text: '/try' });
  return app.received.at(-1)?.payload.trigger_id ?? '';
}
