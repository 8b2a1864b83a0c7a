import { render } from 'preact';
import { App } from './shell/app.tsx';
import { follow, load } from './store/live.ts';
import { go, route } from './store/route.ts';
import { me } from './store/workspace.ts';

const root = document.getElementById('root');

try {
  await load(route.value.as);
  if (route.value.as !== me.value.id) go({ ...route.value, as: me.value.id }, 'replace');
  follow(me.value.id);
  if (root) render(<App />, root);
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  if (root) render(<p class="fatal">The workspace cannot be shown: {reason}</p>, root);
}
