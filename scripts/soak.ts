import { soakBigFiles } from './soak/big-files.ts';
import { soakDayKill } from './soak/day-kill.ts';
import { soakDigestKill } from './soak/digest-kill.ts';
import { soakMongoKill } from './soak/mongo-kill.ts';
import { soakOutage } from './soak/outage.ts';
import { soakPromiseKills } from './soak/promise-kills.ts';
import { soakThousandTickets } from './soak/thousand-tickets.ts';

/** The soak runs by name: long versions of what the tests do briefly. `npm run soak [-- NAME …]` runs them. */
const RUNS: Readonly<Record<string, (say: (line: string) => void) => Promise<void>>> = {
  'mongo-kill': soakMongoKill,
  'big-files': soakBigFiles,
  'day-kill': soakDayKill,
  'digest-kill': soakDigestKill,
  outage: soakOutage,
  'promise-kills': soakPromiseKills,
  'thousand-tickets': soakThousandTickets,
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(RUNS, name));
if (unknown.length > 0) {
  say(`There is no ${unknown.join(', ')}. Soak runs: ${Object.keys(RUNS).join(', ')}`);
  process.exit(2);
}
for (const [name, run] of Object.entries(RUNS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  say(`${name}:`);
  await run((line) => say(`  ${line}`));
}
