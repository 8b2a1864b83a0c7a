import { arch, cpus, hostname, type as osType, platform, release, totalmem } from 'node:os';
import { MongoError } from '../errors.ts';
import { okAnswer } from '../wire/answer.ts';
import type { Command } from './context.ts';
import { MONGODB_VERSION } from './handshake.ts';
import { MAX_DOCUMENT_BYTES } from './limits.ts';

export const ping: Command = { fields: [], run: () => okAnswer() };

/** `buildInfo`. The version is the one whose behaviour is followed; `modules` says who really answers. */
export const buildInfo: Command = {
  fields: [],
  run: () =>
    okAnswer({
      version: MONGODB_VERSION,
      versionArray: [...MONGODB_VERSION.split('.').map(Number), 0],
      gitVersion: 'embedded',
      modules: ['embedded-sqlite'],
      storageEngines: ['sqlite'],
      javascriptEngine: 'none',
      bits: 64,
      debug: false,
      maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    }),
};

/** `connectionStatus`: nobody logs in here. */
export const connectionStatus: Command = {
  fields: ['showPrivileges'],
  run: ({ args }) =>
    okAnswer({
      authInfo: {
        authenticatedUsers: [],
        authenticatedUserRoles: [],
        authenticatedUserPrivileges: args.boolean('showPrivileges') ? [] : undefined,
      },
    }),
};

/** `getCmdLineOpts`: how the server was started. */
export const getCmdLineOpts: Command = {
  fields: [],
  adminOnly: true,
  run: ({ server }) =>
    okAnswer({ argv: process.argv.slice(1), parsed: { net: { bindIp: '127.0.0.1', port: server.port } } }),
};

const SERVER_STATUS_SECTIONS = ['repl', 'metrics', 'locks', 'wiredTiger', 'sharding', 'opLatencies'];

/** `serverStatus`: the few sections there is something to say in. */
export const serverStatus: Command = {
  fields: SERVER_STATUS_SECTIONS,
  run({ server }) {
    const uptimeMillis = Date.now() - server.startedAt.getTime();
    const { rss, heapUsed } = process.memoryUsage();
    return okAnswer({
      host: `${hostname()}:${server.port}`,
      version: MONGODB_VERSION,
      process: 'mongod',
      pid: process.pid,
      uptime: uptimeMillis / 1000,
      uptimeMillis,
      localTime: new Date(),
      connections: { current: server.connections.current, totalCreated: server.connections.total },
      metrics: {
        cursor: { open: { total: server.cursors.size } },
        commands: Object.fromEntries(server.calls),
      },
      mem: { bits: 64, resident: Math.round(rss / 1024 ** 2), heap: Math.round(heapUsed / 1024 ** 2) },
      storageEngine: { name: 'sqlite', persistent: true },
    });
  },
};

export const hostInfo: Command = {
  fields: [],
  run: () =>
    okAnswer({
      system: {
        currentTime: new Date(),
        hostname: hostname(),
        cpuAddrSize: 64,
        memSizeMB: Math.round(totalmem() / 1024 ** 2),
        numCores: cpus().length,
        cpuArch: arch(),
      },
      os: { type: osType(), name: platform(), version: release() },
      extra: {},
    }),
};

const PARAMETERS: Record<string, unknown> = {
  featureCompatibilityVersion: { version: '7.0' },
  authenticationMechanisms: [],
  enableTestCommands: true,
  requireApiVersion: false,
};

/** `getParameter`: the few parameters that clients ask for. Error 72 when none of those asked for is known. */
export const getParameter: Command = {
  fields: [...Object.keys(PARAMETERS), 'allParameters'],
  adminOnly: true,
  anyField: true,
  run({ args }) {
    const wanted = [...args.fields.keys()].filter((name) => name in PARAMETERS);
    const all = isStar(args.fields.get('getParameter')?.type);
    const names = all ? Object.keys(PARAMETERS) : wanted;
    if (names.length === 0) throw new MongoError(72, 'no option found to get');
    return okAnswer(Object.fromEntries(names.map((name) => [name, PARAMETERS[name]])));
  },
};

/** `getParameter: '*'` asks for all. */
function isStar(type: number | undefined): boolean {
  return type === 2;
}
