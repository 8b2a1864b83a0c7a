import { parseArgs } from 'node:util';
import { startServer } from './server/server.ts';

/** `node src/local/mongo/main.ts --port 27017 --data ./data`: the embedded MongoDB in the foreground. */
const { values } = parseArgs({
  options: { port: { type: 'string', default: '27017' }, data: { type: 'string', default: './data' } },
});
const server = await startServer({ data: values.data, port: Number(values.port) });
process.stdout.write(`embedded MongoDB on ${server.uri}, data in ${values.data}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => server.close().then(() => process.exit(0)));
}
