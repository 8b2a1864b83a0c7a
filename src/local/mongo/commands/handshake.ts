import { BsonType, getField, type RawDocument, subdocument } from '../values/raw.ts';
import { stringOf } from '../values/text.ts';
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
    run: ({ args, client }: CommandContext) => {
      client.appName ??= appNameOf(args.document('client'));
      return okAnswer({
        helloOk: args.boolean('helloOk') ?? undefined,
        [isHello ? 'isWritablePrimary' : 'ismaster']: true,
        maxBsonObjectSize: MAX_DOCUMENT_BYTES,
        maxMessageSizeBytes: MAX_MESSAGE_BYTES,
        maxWriteBatchSize: MAX_WRITES,
        localTime: new Date(),
        logicalSessionTimeoutMinutes: 30,
        connectionId: client.id,
        minWireVersion: 0,
        maxWireVersion: MAX_WIRE_VERSION,
        readOnly: false,
      });
    },
  };
}

/** `client.application.name` of the handshake. */
function appNameOf(client: RawDocument | undefined): string | undefined {
  const application = client && getField(client, 'application');
  const name = application?.type === BsonType.object ? getField(subdocument(application), 'name') : undefined;
  return name && stringOf(name);
}

export const hello = handshake(true);
export const isMaster = handshake(false);
