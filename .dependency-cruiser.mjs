/**
 * TypeScript 7 has no API yet that dependency-cruiser could parse with, so swc does; test/import-rules.test.ts sees each rule fail.
 * The import rules of docs/architecture.md. `npm run check` fails on a breach.
 * @type {import('dependency-cruiser').IConfiguration}
 */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/(features/|app\\.ts|main\\.ts)' },
    },
    {
      name: 'features-by-their-door',
      comment: 'A feature is imported only through its index.ts.',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: {
        path: '^src/features/([^/]+)/',
        pathNot: ['^src/features/$1/', '^src/features/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'app-by-the-door',
      severity: 'error',
      from: { path: '^src/(app|main|seed)\\.ts$' },
      to: { path: '^src/features/', pathNot: '^src/features/[^/]+/index\\.ts$' },
    },
    {
      name: 'local-slack-stands-alone',
      severity: 'error',
      from: { path: '^src/local/slack/' },
      to: { path: '^src/', pathNot: '^src/local/slack/' },
    },
    {
      name: 'local-mongo-stands-alone',
      severity: 'error',
      from: { path: '^src/local/mongo/' },
      to: { path: '^src/', pathNot: '^src/local/mongo/' },
    },
    {
      name: 'only-main-starts-local',
      comment:
        'The app reaches the sandbox and the embedded MongoDB over the network; only main.ts starts them.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(local/|main\\.ts$)' },
      to: { path: '^src/local/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'Rules know no database, no Slack, no clock and no environment.',
      severity: 'error',
      from: { path: '^src/features/[^/]+/(domain\\.ts$|domain/)' },
      to: {
        path: [
          '^src/platform/(config|clock|database|jobs|slack|http|outbox|files|logging)',
          '(^|/)(service|model|listeners|views|jobs|routes)(\\.ts$|/)',
          '^node:(fs|http|net|child_process|process)',
          'node_modules/(mongoose|mongodb|@slack|agenda)/',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'views-are-pure',
      severity: 'error',
      from: { path: '^src/features/[^/]+/views(\\.ts$|/)' },
      to: {
        path: [
          '(^|/)(service|model|listeners|jobs|routes)(\\.ts$|/)',
          'node_modules/(mongoose|mongodb|agenda)/',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'service-below-listeners',
      severity: 'error',
      from: { path: '^src/features/[^/]+/(service|model)(\\.ts$|/)' },
      to: { path: '^src/features/[^/]+/(listeners|jobs|routes)(\\.ts$|/)' },
    },
    {
      name: 'no-test-code-in-the-app',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
