import { receive } from '../files/receive.ts';
import { canOpenFile } from '../state/access.ts';
import type { StoredFile } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { bearerOf, readBody, readMultipart } from './body.ts';
import { isCut } from './outage.ts';
import { type Exchange, type Router, sendText } from './router.ts';

/** The second step of an upload, and `url_private`. */
export function serveFiles(world: World, router: Router): void {
  router.on(
    'POST',
    '/upload/v1/:id',
    (exchange) => isCut(world, exchange.request) || upload(world, exchange),
  );
  router.on(
    'GET',
    '/files-pri/:key/:name',
    (exchange) => isCut(world, exchange.request) || download(world, exchange),
  );
}

async function upload(world: World, { request, response, params }: Exchange): Promise<void> {
  const body = await readBody(request);
  const file = world.files.get(params.id ?? '');
  if (file?.step !== 'promised') return sendText(response, 404, 'this upload URL is used or unknown');
  const bytes = await contentOf(body, request.headers['content-type'] ?? '');
  if (bytes.length !== file.size)
    return sendText(response, 400, `expected ${file.size} bytes, received ${bytes.length}`);
  await receive(world, file, bytes);
  sendText(response, 200, `OK - ${bytes.length}`);
}

/** The bytes of the first part of a multipart body, or the body itself. */
async function contentOf(body: Buffer, contentType: string): Promise<Uint8Array> {
  if (!contentType.startsWith('multipart/form-data')) return body;
  for (const part of (await readMultipart(body, contentType)).values())
    return typeof part === 'string' ? Buffer.from(part) : new Uint8Array(await part.arrayBuffer());
  return new Uint8Array();
}

function download(world: World, { request, response, params }: Exchange): void {
  const token = world.tokens.get(bearerOf(request) ?? '');
  const file = world.files.get((params.key ?? '').split('-')[1] ?? '');
  const mayRead = token && !token.revoked && token.scopes.includes('files:read');
  if (!mayRead) {
    response.writeHead(302, { location: `${world.baseUrl}/?redir=${encodeURIComponent(request.url ?? '')}` });
    response.end();
    return;
  }
  if (file?.step !== 'complete' || !canOpenFile(world, token.user, file))
    sendText(response, 404, 'file not found');
  else sendFile(world, response, file);
}

/** Answers with a file's bytes; never as something that a browser would run. */
export function sendFile(world: World, response: Exchange['response'], file: StoredFile): void {
  const bytes = world.store.readContent(file.id) ?? new Uint8Array();
  const isShown = /^(image\/(png|jpeg|gif)|audio\/|video\/)/.test(file.mimetype);
  const name = encodeURIComponent(file.name);
  response.writeHead(200, {
    'content-type': isShown ? file.mimetype : 'application/octet-stream',
    'content-length': bytes.length,
    'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=3600',
  });
  response.end(bytes);
}
