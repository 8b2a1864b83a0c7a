import { expect, test } from 'vitest';
import { createLogger, withInteraction } from '../../src/platform/logging.ts';

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger('info', { write: (line) => void lines.push(line) }));
  return lines.join('');
}

test('secrets never reach the log, wherever they stand', () => {
  const line = logged((log) =>
    log.error(
      {
        error: new Error('refused: xoxb-12-abc and xapp-1-def'),
        body: { token: 'hunter2', response_url: 'https://hooks.example/secret' },
        account: { credentials: 'pass' },
      },
      'failed with xoxp-9',
    ),
  );
  for (const secret of ['xoxb-12', 'xapp-1', 'xoxp-9', 'hunter2', 'hooks.example', 'pass"'])
    expect(line).not.toContain(secret);
  expect(line).toContain('refused: [left out]');
});

test('every line of an interaction carries its id', () => {
  const line = logged((log) => withInteraction('abc', () => log.info('x')));
  expect(JSON.parse(line)).toMatchObject({ interaction: 'abc', msg: 'x' });
});
