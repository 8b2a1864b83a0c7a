import { elements, type RawDocument } from '../values/raw.ts';
import { okAnswer } from '../wire/answer.ts';
import type { Command } from './context.ts';

function sessionId(session: RawDocument): string | undefined {
  const id = elements(session).find(({ name }) => name === 'id')?.value;
  return id && Buffer.from(id.bytes.subarray(id.start, id.end)).toString('hex');
}

/** `endSessions` and `killSessions`: the sessions that the first field lists are over, their cursors are closed. */
export const endSessions: Command = {
  fields: [],
  run({ server, args }) {
    for (const session of args.documents(args.owner) ?? []) {
      const id = sessionId(session);
      if (id) server.cursors.killSession(id);
    }
    return okAnswer();
  },
};

/** `killAllSessions`, by which test suites begin: there are no users, so that whoever is named, all sessions are meant. */
export const killAllSessions: Command = {
  fields: [],
  run({ server, args }) {
    args.required('killAllSessions', args.documents('killAllSessions'));
    server.cursors.killSessions();
    return okAnswer();
  },
};
