import { readFileSync } from 'node:fs';
import { WebClient } from '@slack/web-api';
import { expect, test } from 'vitest';
import { tiers } from '../../../src/local/slack/api/method.ts';
import { methods } from '../../../src/local/slack/api/table.ts';
import { eventScopes } from '../../../src/local/slack/delivery/events.ts';
import { behaviours } from './rules/behaviours.ts';
import { catalog } from './rules/catalog.ts';
import { gaps } from './rules/gaps.ts';

/** A Markdown table with its columns aligned, as the formatter wants it. */
function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const rule = widths.map((width) => '-'.repeat(width));
  const line = (row: string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [head, rule, ...rows].map(line).join('\n');
}
const quoted = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');

/** Every method that Slack's client knows, but for those of administrators of organisations. */
function knownMethods(node: object = new WebClient(), path: string[] = []): string[] {
  return Object.entries(node).flatMap(([name, value]) => {
    if (path.length === 0 && !(value && typeof value === 'object')) return [];
    if (typeof value === 'function') return path.length > 0 ? [[...path, name].join('.')] : [];
    const isGroup = value !== null && Object.getPrototypeOf(value) === Object.prototype;
    return isGroup && name !== 'admin' ? knownMethods(value, [...path, name]) : [];
  });
}

function page(): string {
  const served = [...methods].sort(([a], [b]) => a.localeCompare(b));
  const missing = knownMethods()
    .filter((name) => !methods.has(name))
    .sort();
  const rate = (tier: keyof typeof tiers) =>
    tier === 'none'
      ? 'no limit'
      : tier === 'posting'
        ? '1 a second and channel'
        : `tier ${tier}: ${tiers[tier]} a minute`;
  return `# What the sandbox holds an app to

A test compares this page with the code; \`npx vitest run test/local/slack/rules-page -u\` writes it anew.
Every rule below has a test that breaks it. "documented" means that Slack's documentation or packages say so,
"wording assumed" that the refusal is theirs but code or text may differ, "not known" that we do not know what Slack does.

## Methods

${table(
  ['method', 'one of these scopes', 'rate', 'token', 'arguments'],
  served.map(([name, method]) => [
    `\`${name}\``,
    quoted(method.scopes) || 'none',
    rate(method.tier),
    method.tokens.join(', '),
    quoted(Object.keys(method.parameters.shape)) || 'none',
  ]),
)}

Not served (\`unknown_method\`): ${quoted(missing)}, and all of \`admin\`.

## Events

${table(
  ['event', 'scope'],
  Object.entries(eventScopes).map(([name, scope]) => [`\`${name}\``, scope ? `\`${scope}\`` : 'none']),
)}

Other events are never sent.

## Rules

${catalog
  .map(
    ([area, rules]) =>
      `### ${area}\n\n${table(
        ['rule', 'who breaks it', 'source'],
        rules.map((each) => [each.rule, each.refusal || '–', each.source ?? 'documented']),
      )}`,
  )
  .join('\n\n')}

## Where it differs, and what is not known

${table(['what', 'state'], gaps)}
`;
}

test('docs/sandbox-rules.md lists every method, event and rule as the code has them', async () => {
  await expect(page()).toMatchFileSnapshot('../../../docs/sandbox-rules.md');
});

test('every behaviour has its place on the page', () => {
  const listed = catalog.flatMap(([, rules]) => rules.map((each) => each.rule));
  expect(behaviours.filter((each) => !listed.includes(each.rule))).toEqual([]);
});

test('no rule stands there twice', () => {
  const names = catalog.flatMap(([area, rules]) => rules.map((each) => `${area}: ${each.rule}`));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test.each(behaviours)('$rule: has its proof', ({ proof: [file, title] }) => {
  expect(readFileSync(new URL(file, import.meta.url), 'utf8')).toContain(title);
});
