import { existsSync } from 'node:fs';
import { applyManifests, type ManifestPlan, planManifests } from '../src/features/journeys/index.ts';
import { startLocalParts } from '../src/local/start.ts';
import { systemClock } from '../src/platform/clock.ts';
import { loadConfig } from '../src/platform/config.ts';
import { connectDatabase } from '../src/platform/database/index.ts';
import type { Desk } from '../src/platform/desk.ts';
import { createLogger } from '../src/platform/logging.ts';

/** `npm run desk -- plan|apply [workspace]`: the journeys of `manifests/journeys/` against what is active. */
const [command = '', wanted] = process.argv.slice(2);
if (command !== 'plan' && command !== 'apply') {
  process.stderr.write('Use: npm run desk -- plan | apply [workspace]\n');
  process.exit(1);
}

const WORDS: Record<ManifestPlan['plan'], string> = {
  new: 'new',
  update: 'changed here',
  same: 'the same',
  changed_in_slack:
    'changed in Slack since; left alone. Export it there and put it here, or publish the file there',
};

if (existsSync('.env')) process.loadEnvFile('.env');
// A token keeps the sandbox from being started: only the database is needed here.
const given = loadConfig({
  SLACK_BOT_TOKEN: 'xoxb-unused',
  SLACK_SIGNING_SECRET: 'unused-secret',
  ...process.env,
});
const local = await startLocalParts(given);
const config = loadConfig({ ...process.env, ...local.variables });
const log = createLogger('warn');
const database = await connectDatabase(config.MONGODB_URI ?? '', config.MONGODB_DATABASE, log);
// Only what publishing a journey uses.
const desk = { database, clock: systemClock, log } as unknown as Desk;
const workspaces = wanted ? [wanted] : await database.connection.collection('settings').distinct('workspace');
for (const workspace of workspaces.map(String)) {
  const plans = await (command === 'plan' ? planManifests(desk, workspace) : applyManifests(desk, workspace));
  for (const { file, plan, changes } of plans)
    process.stdout.write(
      `${workspace}  ${file}: ${WORDS[plan]}\n${changes.map((line) => `    ${line}\n`).join('')}`,
    );
}
await database.close();
await local.stop();
