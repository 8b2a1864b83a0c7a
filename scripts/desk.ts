import { existsSync } from 'node:fs';
import { applyDigests, type DigestPlan, planDigests } from '../src/features/digests/index.ts';
import { applyManifests, type ManifestPlan, planManifests } from '../src/features/journeys/index.ts';
import { rebuildFigures } from '../src/features/kpis/index.ts';
import { startLocalParts } from '../src/local/start.ts';
import { systemClock } from '../src/platform/clock.ts';
import { loadConfig } from '../src/platform/config.ts';
import { connectDatabase } from '../src/platform/database/index.ts';
import type { Desk } from '../src/platform/desk.ts';
import { UserError } from '../src/platform/errors.ts';
import { createLogger } from '../src/platform/logging.ts';

/**
 * `npm run desk -- plan|apply [workspace]`: journeys and digests of `manifests/` against what stands;
 * `npm run desk -- rebuild [workspace]`: observed figures, worked out again from all tickets.
 */
const [command = '', wanted] = process.argv.slice(2);
if (command !== 'plan' && command !== 'apply' && command !== 'rebuild') {
  process.stderr.write('Use: npm run desk -- plan | apply | rebuild [workspace]\n');
  process.exit(1);
}

const WORDS: Record<ManifestPlan['plan'] | DigestPlan['plan'], string> = {
  new: 'new',
  update: 'changed here',
  same: 'the same',
  no_channel: 'waits for a channel: name one here, or choose a digest channel with /desk setup',
  changed_in_slack:
    'changed in Slack since; left alone. Export it there and put it here, or publish the file there',
};

const DONE: typeof WORDS = { ...WORDS, new: 'published', update: 'published' };

if (existsSync('.env')) process.loadEnvFile('.env');
// A token keeps the sandbox from being started: only the database is needed here.
const given = loadConfig({
  SLACK_BOT_TOKEN: 'xoxb-unused',
  SLACK_SIGNING_SECRET: 'unused-secret',
  ...process.env,
});
const local = await startLocalParts(given);
const config = loadConfig({ ...process.env, ...local.variables });
const log = createLogger('error');
const database = await connectDatabase(config.MONGODB_URI ?? '', config.MONGODB_DATABASE, log);
// Only what publishing a journey or a digest uses.
const desk = { database, config, clock: systemClock, log } as unknown as Desk;
const workspaces = wanted ? [wanted] : await database.connection.collection('settings').distinct('workspace');
try {
  for (const workspace of workspaces.map(String)) {
    if (command === 'rebuild') {
      const read = await rebuildFigures(desk, workspace);
      process.stdout.write(`${workspace}  figures were worked out again from ${read} tickets
`);
      continue;
    }
    const plans =
      command === 'plan'
        ? [...(await planManifests(desk, workspace)), ...(await planDigests(desk, workspace))]
        : [...(await applyManifests(desk, workspace)), ...(await applyDigests(desk, workspace))];
    const words = command === 'plan' ? WORDS : DONE;
    for (const { file, plan, changes } of plans)
      process.stdout.write(
        `${workspace}  ${file}: ${words[plan]}
${changes
  .map(
    (line) => `    ${line}
`,
  )
  .join('')}`,
      );
  }
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`Mend this first:
${error.message}
`);
  process.exitCode = 1;
}
await database.close();
await local.stop();
