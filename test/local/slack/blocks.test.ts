import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/local/slack/index.ts';
import { blockFaults } from './rules/block-faults.ts';
import { blockLimits } from './rules/block-limits.ts';
import { elementFaults } from './rules/element-faults.ts';
import { mediaFaults } from './rules/media-faults.ts';
import { call, openSandbox } from './support.ts';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

const post = (blocks: unknown) =>
  call(sandbox, 'chat.postMessage', { channel: 'C0TRIAGE', text: 'x', blocks });

const refused = (objection: string) => ({
  ok: false,
  error: 'invalid_blocks',
  response_metadata: { messages: [`[ERROR] ${objection}`] },
});

describe('limits of blocks', () => {
  test.each(blockLimits)('$rule', async ({ make, most, refusal }) => {
    expect(await post(make(most))).toMatchObject({ ok: true });
    expect(await post(make(most + 1))).toMatchObject(refused(refusal));
  });
});

describe('faults of blocks', () => {
  test.each([...blockFaults, ...elementFaults, ...mediaFaults])(
    '$rule',
    async ({ wrong, right, refusal }) => {
      expect(await post(right)).toMatchObject({ ok: true });
      expect(await post(wrong)).toMatchObject(refused(refusal));
    },
  );
});

test('every fault is named at once, each with its place', async () => {
  const answer = await post([{ type: 'banner' }, { type: 'header', text: { type: 'plain_text', text: '' } }]);
  expect(answer.response_metadata).toEqual({
    messages: [
      '[ERROR] unsupported type: banner [json-pointer:/blocks/0/type]',
      '[ERROR] must be more than 0 characters [json-pointer:/blocks/1/text/text]',
    ],
  });
});

test('blocks in attachments are checked too', async () => {
  const attachments = [{ blocks: [{ type: 'banner' }] }];
  const answer = await call(sandbox, 'chat.postMessage', { channel: 'C0TRIAGE', attachments });
  expect(answer).toMatchObject(
    refused('unsupported type: banner [json-pointer:/attachments/0/blocks/0/type]'),
  );
});
