import { parseArgs } from 'node:util';
import { isInUse, serve } from './lifecycle/serve.ts';
import { IN_USE } from './lifecycle/spawn.ts';

/** `node src/local/mongo/main.ts --port 27017 --data ./data`: the embedded MongoDB in the foreground. */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '27017' },
    data: { type: 'string', default: './data' },
    'any-port': { type: 'boolean', default: false },
    'idle-seconds': { type: 'string' },
  },
});
const idle = values['idle-seconds'];
try {
  const server = await serve({
    data: values.data,
    port: values['any-port'] ? undefined : Number(values.port),
    idleSeconds: idle === undefined ? undefined : Number(idle),
    onIdle: () => process.exit(0),
  });
  process.stdout.write(`embedded MongoDB on ${server.uri}, data in ${values.data}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => server.close().then(() => process.exit(0)));
  }
} catch (error) {
  const reason = isInUse(error)
    ? `another server has ${values.data} open`
    : error instanceof Error
      ? error.message
      : String(error);
  process.stderr.write(`The embedded MongoDB cannot start: ${reason}\n`);
  process.exit(isInUse(error) ? IN_USE : 1);
}
