import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express, type RequestHandler } from 'express';

/** One part of readiness: its name, and whether it is well. */
export interface ReadinessCheck {
  name: string;
  check(): Promise<boolean> | boolean;
}

/** The desk's HTTP side: health, metrics, Slack's requests in HTTP mode, and the routes that features add. */
export class HttpServer {
  readonly app: Express = express();
  readonly #checks: ReadinessCheck[] = [];
  #server: Server | undefined;
  #stopping = false;

  constructor() {
    this.app.disable('x-powered-by');
    this.app.get('/healthz', (_request, response) => void response.json({ ok: true }));
    this.app.get('/readyz', async (_request, response) => {
      const results = await Promise.all(
        this.#checks.map(async ({ name, check }) => [name, await attempt(check)] as const),
      );
      const ok = !this.#stopping && results.every(([, well]) => well);
      response.status(ok ? 200 : 503).json({ ok, ...Object.fromEntries(results) });
    });
  }

  /** Adds a part that must be well before traffic is sent here. */
  readiness(check: ReadinessCheck): void {
    this.#checks.push(check);
  }

  /** Hands Slack's requests to Bolt, body unread, so that the signature can be checked over its bytes. */
  slackEvents(listener: RequestHandler): void {
    this.app.post('/slack/events', listener);
  }

  /** Listens and returns the port (the one asked for, or a free one for 0). */
  async start(port: number): Promise<number> {
    const server = createServer(this.app);
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, () => resolve());
    });
    return (server.address() as AddressInfo).port;
  }

  /** Says "not ready", finishes the requests under way, takes no new ones. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const server = this.#server;
    if (!server) return;
    server.closeIdleConnections();
    await new Promise<void>((resolve) => {
      const force = setTimeout(() => server.closeAllConnections(), 3_000);
      server.close(() => {
        clearTimeout(force);
        resolve();
      });
    });
  }
}

async function attempt(check: () => Promise<boolean> | boolean): Promise<boolean> {
  try {
    return await check();
  } catch {
    return false;
  }
}
