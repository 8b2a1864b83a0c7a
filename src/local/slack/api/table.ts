import { basics } from './basics.ts';
import { channels } from './channels.ts';
import { chat } from './chat.ts';
import { conversations } from './conversations.ts';
import { files } from './files.ts';
import { functions } from './functions.ts';
import { history } from './history.ts';
import type { Method } from './method.ts';
import { oauth } from './oauth.ts';
import { reactions } from './reactions.ts';
import { scheduled } from './scheduled.ts';
import { users } from './users.ts';
import { views } from './views.ts';

/** Every Web API method that the sandbox serves. */
export const methods: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    ...basics,
    ...chat,
    ...scheduled,
    ...conversations,
    ...channels,
    ...history,
    ...users,
    ...reactions,
    ...files,
    ...views,
    ...functions,
    ...oauth,
  }),
);
