import { newGrant } from '../api/oauth.ts';
import type { World } from '../state/world.ts';
import { type Exchange, type Router, sendText } from './router.ts';

/** OAuth's authorize page: the person picks who they are, then allows or cancels. */
export function serveInstall(world: World, router: Router): void {
  router.on('GET', '/oauth/v2/authorize', (exchange) => ask(world, exchange));
  router.on('GET', '/oauth/v2/decide', (exchange) => decide(world, exchange));
}

/** Slack's objection to the request, or undefined. */
function objection(world: World, query: URLSearchParams): string | undefined {
  const { scopes, redirect_urls: redirects } = world.manifest.oauth_config;
  if (query.get('client_id') !== world.app.clientId) return 'invalid_client_id';
  const asked = (query.get('scope') ?? '').split(/[,\s]+/).filter(Boolean);
  if (asked.some((scope) => !scopes.bot.includes(scope))) return 'invalid_scope';
  const redirect = query.get('redirect_uri');
  const isKnown = !redirect || redirects.length === 0 || redirects.some((each) => redirect.startsWith(each));
  return isKnown ? undefined : 'bad_redirect_uri';
}

function ask(world: World, { response, url }: Exchange): void {
  const refusal = objection(world, url.searchParams);
  if (refusal) {
    sendText(response, 400, refusal);
    return;
  }
  const name = escapeHtml(world.manifest.display_information.name);
  const people = [...world.users.values()].filter((user) => !user.isBot && !user.deleted);
  const options = people.map(
    (user) =>
      `<option value="${user.id}">${escapeHtml(user.realName)} (${escapeHtml(world.teams.get(user.team)?.name ?? '')})</option>`,
  );
  const hidden = [...url.searchParams].map(
    ([key, value]) => `<input type="hidden" name="${escapeHtml(key)}" value="${escapeHtml(value)}">`,
  );
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><html lang="en"><title>Install ${name}</title>
<main><h1>${name} is requesting permission</h1>
<ul>${world.manifest.oauth_config.scopes.bot.map((scope) => `<li>${escapeHtml(scope)}</li>`).join('')}</ul>
<form action="/oauth/v2/decide">${hidden.join('')}
<label>As <select name="as">${options.join('')}</select></label>
<button name="answer" value="allow">Allow</button> <button name="answer" value="cancel">Cancel</button>
</form></main></html>`);
}

function decide(world: World, { response, url }: Exchange): void {
  const query = url.searchParams;
  const user = world.users.get(query.get('as') ?? '');
  const redirectUri = query.get('redirect_uri') ?? world.manifest.oauth_config.redirect_urls[0];
  const refusal = objection(world, query) ?? (user && redirectUri ? undefined : 'invalid_request');
  if (refusal || !user || !redirectUri) {
    sendText(response, 400, refusal ?? 'invalid_request');
    return;
  }
  const target = new URL(redirectUri);
  if (query.get('answer') === 'allow')
    target.searchParams.set('code', newGrant(world, { team: user.team, user: user.id, redirectUri }));
  else target.searchParams.set('error', 'access_denied');
  target.searchParams.set('state', query.get('state') ?? '');
  response.writeHead(302, { location: target.href });
  response.end();
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
