import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  /** Named parts of the path. */
  params: Record<string, string>;
}

export type Handler = (exchange: Exchange) => unknown;

interface Route {
  method: string;
  pattern: URLPattern;
  handle: Handler;
}

/** Routes by method and path; paths as URLPattern has them. */
export class Router {
  readonly #routes: Route[] = [];

  on(method: string, pathname: string, handle: Handler): this {
    this.#routes.push({ method, pattern: new URLPattern({ pathname }), handle });
    return this;
  }

  /** Runs the first route that fits. @returns whether one did. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const url = new URL(request.url ?? '/', 'http://sandbox');
    for (const { method, pattern, handle } of this.#routes) {
      if (method !== '*' && method !== request.method) continue;
      const match = pattern.exec({ pathname: url.pathname });
      if (!match) continue;
      const groups = Object.entries(match.pathname.groups).map(([name, value]) => [
        name,
        decodeURIComponent(value ?? ''),
      ]);
      await handle({ request, response, url, params: Object.fromEntries(groups) });
      return true;
    }
    return false;
  }
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

export function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(text);
}
