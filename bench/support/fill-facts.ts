import { connectBareDesk } from './bare-desk.ts';
import { makeFacts } from './facts.ts';

/** `node fill-facts.ts URI NAME COUNT AGENTS LAST-DAY`: writes rows of figures and ends, so that the bench's own memory stays as it was. */
const [uri = '', name = '', count, agents, lastDay = ''] = process.argv.slice(2);
const { desk, stop } = await connectBareDesk({ uri, name });
await makeFacts(desk, Number(count), Number(agents), lastDay);
await stop();
process.exit(0);
