import { createPageFiles } from '../page-files.ts';
import { type Exchange, type Router, sendText } from './router.ts';

/** The workspace's page: `/`, and its parts under `/page/`. It is bundled when somebody first opens it. */
export function servePage(router: Router): void {
  let find: ReturnType<typeof createPageFiles> | undefined;
  const send = async ({ response, url }: Exchange) => {
    find ??= createPageFiles();
    const file = await find(url.pathname);
    if (!file) {
      sendText(response, 404, 'not found');
      return;
    }
    response.writeHead(200, { 'content-type': file.type, 'cache-control': 'no-cache' });
    response.end(file.body);
  };
  router.on('GET', '/', send);
  router.on('GET', '/page/*', send);
}
