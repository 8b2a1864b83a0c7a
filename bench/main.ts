import { mongoRows } from './mongo/rows.ts';
import { answer } from './rows/answer.ts';
import { assign } from './rows/assign.ts';
import { claim } from './rows/claim.ts';
import { create } from './rows/create.ts';
import { digest } from './rows/digest.ts';
import { exporting, importing } from './rows/files.ts';
import { kpiQueries } from './rows/kpis.ts';
import { lists } from './rows/lists.ts';
import { slaCheck } from './rows/sla-check.ts';
import { start } from './rows/start.ts';

const rows = [
  answer,
  create,
  claim,
  assign,
  lists,
  slaCheck,
  kpiQueries,
  importing,
  exporting,
  digest,
  start,
  ...mongoRows,
];
const wanted = process.argv.slice(2);
let broken = 0;

/** A row is named whole, or by its first word: `npm run bench -- mongo` runs all of that. */
const isWanted = (name: string) =>
  wanted.length === 0 || wanted.some((word) => name === word || name.startsWith(`${word} `));

for (const row of rows.filter(({ name }) => isWanted(name))) {
  const { measured, held } = await row.measure();
  if (!held) broken += 1;
  process.stdout.write(`${held ? 'kept' : 'BROKEN'}  ${row.name}: ${measured}\n        ${row.budget}\n`);
}
process.exit(broken > 0 ? 1 : 0);
