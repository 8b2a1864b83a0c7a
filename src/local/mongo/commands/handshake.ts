import { okAnswer } from '../wire/answer.ts';
import { MAX_MESSAGE_BYTES } from '../wire/frames.ts';
import type { Command, CommandContext } from './context.ts';
import { MAX_DOCUMENT_BYTES, MAX_WRITES } from './limits.ts';

/** The version of MongoDB whose behaviour this server follows. */
export const MONGODB_VERSION = '7.0.0';
/** Wire version 21 is MongoDB 7.0. */
const MAX_WIRE_VERSION = 21;

/** What a standalone mongod says of itself. No topologyVersion: clients poll instead of waiting for changes. */
function handshake(isHello: boolean): Command {
  return {
    fields: [],
    run: ({ args, connectionId }: CommandContext) =>
      okAnswer({
        helloOk: args.boolean('helloOk') ?? undefined,
        [isHello ? 'isWritablePrimary' : 'ismaster']: true,
        maxBsonObjectSize: MAX_DOCUMENT_BYTES,
        maxMessageSizeBytes: MAX_MESSAGE_BYTES,
        maxWriteBatchSize: MAX_WRITES,
        localTime: new Date(),
        logicalSessionTimeoutMinutes: 30,
        connectionId,
        minWireVersion: 0,
        maxWireVersion: MAX_WIRE_VERSION,
        readOnly: false,
      }),
  };
}

export const hello = handshake(true);
export const isMaster = handshake(false);
