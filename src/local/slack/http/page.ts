import { createPageFiles } from '../page-files.ts';
import { type Exchange, type Router, sendText } from './router.ts';

/** The workspace's page: `/`, and its parts under `/page/`. */
export function servePage(router: Router): void {
  const find = createPageFiles();
  const send = async ({ response, url }: Exchange) => {
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
