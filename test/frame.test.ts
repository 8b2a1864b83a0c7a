import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };

test('node', () => {
  expect(process.versions.node.split('.')[0]).toBe('24');
});

test('wherever the desk is started, V8 is told the same about memory', () => {
  const start = packageJson.scripts.start;
  const flags = start.replace('node ', '').replace(' src/main.ts', '');
  expect(packageJson.scripts.bench).toBe(`node ${flags} bench/main.ts`);
  expect(readFileSync('fly.toml', 'utf8').match(/node .*src\/main\.ts/g)).toEqual([start, start]);
  const command = /^CMD (.*)$/m.exec(readFileSync('Dockerfile', 'utf8'))?.[1];
  expect(JSON.parse(command ?? '[]')).toEqual(start.split(' '));
});
