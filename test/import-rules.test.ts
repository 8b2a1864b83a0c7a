import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let tree: string;

/** A small house that keeps every rule; each test adds one breach. */
const house: Record<string, string> = {
  'src/main.ts': "import './app.ts';\nimport './local/slack/index.ts';\n",
  'src/app.ts': "import './features/tickets/index.ts';\nimport './platform/clock.ts';\n",
  'src/platform/clock.ts': 'export const clock = 1;\n',
  'src/platform/database/index.ts': 'export const database = 1;\n',
  'src/local/slack/index.ts': 'export const sandbox = 1;\n',
  'src/local/mongo/index.ts': 'export const mongo = 1;\n',
  'src/features/tickets/index.ts': "export { take } from './service.ts';\n",
  'src/features/tickets/service.ts':
    "import './model.ts';\nimport './domain/state.ts';\nexport const take = 1;\n",
  'src/features/tickets/model.ts': "import '../../platform/database/index.ts';\n",
  'src/features/tickets/domain/state.ts': 'export const state = 1;\n',
  'src/features/tickets/views/card.ts': "import '../domain/state.ts';\n",
  'src/features/tickets/listeners/take.ts': "import '../service.ts';\nimport '../views/card.ts';\n",
  'src/features/people/index.ts': 'export const people = 1;\n',
  'src/features/people/service.ts': 'export const inner = 1;\n',
  'test/support/desk.ts': 'export const help = 1;\n',
};

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'import-rules-'));
  cpSync('.dependency-cruiser.mjs', join(tree, '.dependency-cruiser.mjs'));
  cpSync('tsconfig.json', join(tree, 'tsconfig.json'));
  writeFileSync(join(tree, 'package.json'), '{"type":"module"}');
  symlinkSync(resolve('node_modules'), join(tree, 'node_modules'));
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

/** The names of the rules that a tree breaks. */
function broken(extra: Record<string, string>): string[] {
  rmSync(join(tree, 'src'), { recursive: true, force: true });
  for (const [path, content] of Object.entries({ ...house, ...extra })) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), content);
  }
  const arguments_ = [
    'node_modules/.bin/depcruise',
    'src',
    '--config',
    '.dependency-cruiser.mjs',
    '--output-type',
    'json',
  ];
  let output: string;
  try {
    output = execFileSync(process.execPath, arguments_, { cwd: tree, encoding: 'utf8' });
  } catch (error) {
    output = String((error as { stdout: unknown }).stdout);
  }
  const result = JSON.parse(output) as { summary: { violations: { rule: { name: string } }[] } };
  return [...new Set(result.summary.violations.map((violation) => violation.rule.name))];
}

test('the house as it should be breaks no rule', () => {
  expect(broken({})).toEqual([]);
});

test.each([
  ['platform-knows-no-feature', 'src/platform/clock.ts', "import '../features/tickets/index.ts';\n"],
  ['features-by-their-door', 'src/features/tickets/service.ts', "import '../people/service.ts';\n"],
  ['app-by-the-door', 'src/app.ts', "import './features/tickets/service.ts';\n"],
  ['local-slack-stands-alone', 'src/local/slack/index.ts', "import '../../platform/clock.ts';\n"],
  ['local-mongo-stands-alone', 'src/local/mongo/index.ts', "import '../slack/index.ts';\n"],
  ['only-main-starts-local', 'src/features/tickets/service.ts', "import '../../local/slack/index.ts';\n"],
  [
    'domain-is-pure',
    'src/features/tickets/domain/state.ts',
    "import '../../../platform/database/index.ts';\n",
  ],
  [
    'domain-is-pure',
    'src/features/tickets/domain/state.ts',
    "import mongoose from 'mongoose';\nmongoose.connect('');\n",
  ],
  ['views-are-pure', 'src/features/tickets/views/card.ts', "import '../service.ts';\n"],
  ['service-below-listeners', 'src/features/tickets/service.ts', "import './listeners/take.ts';\n"],
  ['no-cycles', 'src/features/people/index.ts', "import '../tickets/index.ts';\n"],
  ['no-test-code-in-the-app', 'src/app.ts', "import '../test/support/desk.ts';\n"],
])('%s: a breach in %s is found', (rule, path, content) => {
  const extra: Record<string, string> = { [path]: content };
  if (rule === 'no-cycles') extra['src/features/tickets/service.ts'] = "import '../people/index.ts';\n";
  expect(broken(extra)).toContain(rule);
});
