import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadConfig, usesSocketMode, variableNames } from '../../src/platform/config.ts';
import { StartRefused } from '../../src/platform/errors.ts';

function refused(variables: Record<string, string>): string {
  try {
    loadConfig(variables);
  } catch (error) {
    expect(error).toBeInstanceOf(StartRefused);
    return (error as StartRefused).problems.join('\n');
  }
  throw new Error('the configuration was accepted');
}

describe('configuration', () => {
  test('nothing set is a desk to try out', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({
      PORT: 3000,
      ROLE: 'all',
      DATA_DIR: './data',
      DESK_TIMEZONE: 'UTC',
      SLACK_PACE: 1,
    });
  });

  test('an empty value is the same as none', () => {
    expect(loadConfig({ MONGODB_URI: '', SLACK_BOT_TOKEN: '' }).MONGODB_URI).toBeUndefined();
  });

  test.each([
    [{ MONGODB_URI: 'postgres://x' }, 'MONGODB_URI', 'mongodb://'],
    [{ PORT: '70000' }, 'PORT', '70000'],
    [{ ROLE: 'boss' }, 'ROLE', 'worker'],
    [{ DESK_TIMEZONE: 'Berlin' }, 'DESK_TIMEZONE', 'Europe/Berlin'],
    [{ DESK_TIMEZONE: '+02:00' }, 'DESK_TIMEZONE', 'Europe/Berlin'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN', 'Socket Mode'],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN', 'Install App'],
    [{ SLACK_BOT_TOKEN: 'xoxp-user', SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN', 'xoxb-'],
    [
      { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_MODE: 'http' },
      'SLACK_SIGNING_SECRET',
      'HTTP',
    ],
    [{ CLOCK_URL: 'http://127.0.0.1:1/clock', NODE_ENV: 'production' }, 'CLOCK_URL', 'Remove it'],
  ])('%o is refused, naming %s and what to do', (variables, name, remedy) => {
    const problems = refused(variables as Record<string, string>);
    expect(problems).toContain(name);
    expect(problems).toContain(remedy);
  });

  test('several faults are named at once', () => {
    const problems = refused({ PORT: 'x', ROLE: 'y' });
    expect(problems).toContain('PORT');
    expect(problems).toContain('ROLE');
  });

  test('a secret never stands in the refusal', () => {
    expect(refused({ SLACK_BOT_TOKEN: 'hunter2' })).not.toContain('hunter2');
  });

  test('credentials decide between Socket Mode and HTTP', () => {
    const both = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_SIGNING_SECRET: 'longenough' };
    expect(usesSocketMode(loadConfig(both))).toBe(true);
    expect(usesSocketMode(loadConfig({ ...both, SLACK_MODE: 'http' }))).toBe(false);
    expect(usesSocketMode(loadConfig({ ...both, SLACK_APP_TOKEN: '' }))).toBe(false);
  });

  test('.env.example lists every variable and no other', () => {
    const listed = [...readFileSync('.env.example', 'utf8').matchAll(/^([A-Z_]+)=/gm)].map(
      (match) => match[1],
    );
    expect(listed.toSorted()).toEqual(variableNames.toSorted());
  });
});
