import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/platform/config.ts';
import { StartRefused } from '../../src/platform/errors.ts';
import { createLogger } from '../../src/platform/logging.ts';
import { identify } from '../../src/platform/slack/index.ts';

const log = createLogger('fatal');
const config = loadConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' });
const me = {
  ok: true,
  team_id: 'T1',
  team: 'Acme',
  bot_id: 'B1',
  user_id: 'U1',
  is_enterprise_install: false,
};
const slack = () =>
  nock('https://slack.com', { reqheaders: { authorization: 'Bearer xoxb-1' } }).post('/api/auth.test');

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

describe('asking Slack who the token is', () => {
  test('without SLACK_API_URL it is Slack itself that is asked', async () => {
    slack().reply(200, me);
    expect(await identify(config, log)).toEqual({
      workspace: 'T1',
      teamName: 'Acme',
      botToken: 'xoxb-1',
      botId: 'B1',
      botUserId: 'U1',
    });
  });

  test('an organisation-wide install belongs to the enterprise', async () => {
    slack().reply(200, { ...me, is_enterprise_install: true, enterprise_id: 'E1' });
    expect((await identify(config, log)).workspace).toBe('E1');
  });

  test('trouble at Slack is waited for', async () => {
    slack().reply(503, 'busy');
    slack().replyWithError('connection reset');
    slack().reply(200, me);
    expect((await identify(config, log)).workspace).toBe('T1');
  });

  test.each(['invalid_auth', 'account_inactive', 'token_revoked'])(
    '%s stops the start and says what to do',
    async (error) => {
      slack().reply(200, { ok: false, error });
      const refused = identify(config, log);
      await expect(refused).rejects.toBeInstanceOf(StartRefused);
      await expect(refused).rejects.toThrow(/SLACK_BOT_TOKEN .*Reinstall/);
    },
  );

  test('another base address is used for every call, with or without its last slash', async () => {
    for (const SLACK_API_URL of ['http://slack.test/api', 'http://slack.test/api/']) {
      nock('http://slack.test').post('/api/auth.test').reply(200, me);
      const other = loadConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_API_URL });
      expect((await identify(other, log)).workspace).toBe('T1');
    }
  });
});
