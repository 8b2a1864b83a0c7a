import { badValue, MongoError } from '../errors.ts';
import type { FailCommand } from '../server/fail-points.ts';
import { BsonType, type RawDocument, subdocument } from '../values/raw.ts';
import { stringOf } from '../values/text.ts';
import { okAnswer } from '../wire/answer.ts';
import { Arguments } from './arguments.ts';
import type { Command } from './context.ts';

const DATA_FIELDS = new Set([
  'failCommands',
  'errorCode',
  'closeConnection',
  'errorLabels',
  'appName',
  'blockConnection',
  'blockTimeMS',
  'writeConcernError',
  'failInternalCommands',
  'extraInfo',
]);

/** `configureFailPoint` for `failCommand`, so that clients can be tested against failures. */
export const configureFailPoint: Command = {
  fields: ['mode', 'data'],
  adminOnly: true,
  run({ args, server }) {
    const name = args.required('configureFailPoint', args.string('configureFailPoint'));
    if (name !== 'failCommand') throw new MongoError(266, `${name} is not a valid fail point`);
    const counted = server.failPoints.count;
    const mode = parseMode(args);
    server.failPoints.set(mode && parseData(args.required('data', args.document('data')), mode));
    return okAnswer({ count: counted });
  },
};

/** How often to fail and how many commands to let pass; undefined for `off`. */
function parseMode(args: Arguments): { left: number; skip: number } | undefined {
  const mode = args.required('mode', args.value('mode'));
  if (mode.type === BsonType.string) {
    const text = args.string('mode');
    if (text === 'off') return undefined;
    if (text === 'alwaysOn') return { left: Number.POSITIVE_INFINITY, skip: 0 };
    throw badValue(`unknown mode: ${text}`);
  }
  if (mode.type !== BsonType.object) throw badValue('mode must be a string or an object');
  const options = new Arguments('configureFailPoint.mode', subdocument(mode));
  options.refuseUnknown(new Set(['times', 'skip']));
  const skip = options.count('skip');
  if (skip !== undefined) return { left: Number.POSITIVE_INFINITY, skip };
  return { left: options.required('times', options.count('times')), skip: 0 };
}

function parseData(document: RawDocument, mode: { left: number; skip: number }): FailCommand {
  const data = new Arguments('configureFailPoint.data', document);
  data.refuseUnknown(DATA_FIELDS);
  return {
    commands: new Set(stringsOf(data, 'failCommands') ?? []),
    errorCode: data.integer('errorCode'),
    closeConnection: data.boolean('closeConnection') ?? false,
    errorLabels: stringsOf(data, 'errorLabels'),
    writeConcernError: data.document('writeConcernError'),
    blockMs: data.boolean('blockConnection') ? (data.count('blockTimeMS') ?? 0) : 0,
    appName: data.string('appName'),
    ...mode,
  };
}

function stringsOf(data: Arguments, field: string): string[] | undefined {
  return data.array(field)?.map((value) => {
    const text = stringOf(value);
    if (text === undefined) throw badValue(`data.${field} must hold strings`);
    return text;
  });
}
