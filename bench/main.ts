import { assign } from './rows/assign.ts';
import { claim } from './rows/claim.ts';
import { slaCheck } from './rows/sla-check.ts';

const rows = [claim, assign, slaCheck];
const wanted = process.argv.slice(2);
let broken = 0;

for (const row of rows.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const { measured, held } = await row.measure();
  if (!held) broken += 1;
  process.stdout.write(`${held ? 'kept' : 'BROKEN'}  ${row.name}: ${measured}\n        ${row.budget}\n`);
}
process.exit(broken > 0 ? 1 : 0);
