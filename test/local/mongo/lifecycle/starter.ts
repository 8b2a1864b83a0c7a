import { ensureServer } from '../../../../src/local/mongo/index.ts';

/** An app that needs the server of a folder: says where it is, and stays until its input ends. */
const [dataDir = '', idleSeconds = '10'] = process.argv.slice(2);
const { uri } = await ensureServer({ dataDir, idleSeconds: Number(idleSeconds) });
process.stdout.write(`${uri}\n`);
process.stdin.resume();
process.stdin.once('end', () => process.exit(0));
