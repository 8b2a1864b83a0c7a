import { parseArgs } from 'node:util';
import { ensureServer } from '../lifecycle/ensure.ts';
import { copyAll } from './copy.ts';

/** `npm run mongo:copy -- --to mongodb://…`: moves the data of a folder to a real MongoDB. */
const { values } = parseArgs({
  options: {
    to: { type: 'string' },
    from: { type: 'string' },
    data: { type: 'string', default: process.env.DATA_DIR ?? './data' },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);

if (!values.to) {
  process.stderr.write(
    'Say where to: npm run mongo:copy -- --to mongodb://…  (from --data ./data, or --from mongodb://…)\n',
  );
  process.exit(2);
}
const server = values.from === undefined ? await ensureServer({ dataDir: values.data }) : undefined;
try {
  const copied = await copyAll(server?.uri ?? values.from ?? '', values.to, say);
  const short = copied.filter(({ documents, arrived }) => documents !== arrived);
  const total = copied.reduce((sum, { arrived }) => sum + arrived, 0);
  say(`${copied.length} collections, ${total} documents.`);
  if (short.length > 0) {
    say(`Not the same on both sides: ${short.map(({ namespace }) => namespace).join(', ')}.`);
    say('Somebody has written meanwhile. Stop the desk and run this again: it copies those anew.');
  } else say('Everything is there. Set MONGODB_URI and start the desk.');
  process.exitCode = short.length > 0 ? 1 : 0;
} catch (error) {
  process.stderr.write(`The copy broke off: ${error instanceof Error ? error.message : error}\n`);
  process.stderr.write('Run it again: it goes on where it was.\n');
  process.exitCode = 1;
} finally {
  server?.release();
}
