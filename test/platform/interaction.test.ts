import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Desk } from '../../src/platform/desk.ts';
import { UserError } from '../../src/platform/errors.ts';
import { defineModal, plain } from '../../src/platform/slack/index.ts';
import { channels, people, startTestDesk, type TestDesk } from '../support/desk.ts';

const form = defineModal({
  id: 'test.form',
  meta: z.object({ from: z.string() }),
  fields: z.object({
    name: z.string().max(5, 'At most 5 letters, such as “Ana”.'),
    mood: z.string().optional(),
  }),
});

const input = (blockId: string) => ({
  type: 'input' as const,
  block_id: blockId,
  optional: true,
  label: plain(blockId),
  element: { type: 'plain_text_input' as const, action_id: 'value' },
});

let t: TestDesk;
let handle: (name: string) => Promise<void>;
let submissions = 0;

beforeAll(async () => {
  t = await startTestDesk();
  const { slack }: Desk = t.desk;
  slack.commands.add({
    command: 'ticket',
    name: 'testform',
    description: 'A form for a test',
    handler: async (c) => {
      await c.openModal(
        form.view({
          title: 'Form',
          submit: 'Save',
          meta: { from: c.args },
          blocks: [input('name#2'), input('mood')],
        }),
      );
    },
  });
  slack.commands.add({
    command: 'ticket',
    name: 'testfault',
    description: 'A fault for a test',
    handler: async () => {
      throw new Error('the inner story with xoxb-secret');
    },
  });
  slack.modal(form, async (_c, { fields }) => {
    submissions += 1;
    await handle(fields.name);
    return undefined;
  });
});
afterAll(() => t?.stop());

async function submit(name: string) {
  await t.slack.act(people.bo, 'command', { channel: channels.general, text: '/ticket testform x' });
  const view = await t.slack.view(people.bo, 'test.form');
  const result = await t.slack.act(people.bo, 'submit', {
    view_id: view.id,
    entries: { 'name#2': { value: name }, mood: { value: 'fine' } },
  });
  await t.slack.act(people.bo, 'close', { view_id: view.id, all: true }).catch(() => {});
  return result;
}

describe('what people meet when something is wrong', () => {
  test('a field that does not fit: the message stands beside it', async () => {
    handle = async () => {};
    expect((await submit('Anastasia')).errors).toEqual({ 'name#2': 'At most 5 letters, such as “Ana”.' });
  });

  test('a mistake found by a use case stands beside the field it names', async () => {
    handle = async () => {
      throw new UserError('Too cheerful.', { field: 'mood' });
    };
    expect((await submit('Ana')).errors).toEqual({ mood: 'Too cheerful.' });
  });

  test('a fault of ours in a form: a reference number, the form stays', async () => {
    handle = async () => {
      throw new Error('database on fire');
    };
    const { errors } = await submit('Ana');
    expect(errors?.['name#2']).toMatch(/Reference [2-9A-Z]{4}\.$/);
    expect(JSON.stringify(errors)).not.toContain('fire');
  });

  test('storing that takes too long is answered in time, and says so beside a field', async () => {
    handle = () => new Promise((resolve) => setTimeout(resolve, 3_500));
    const result = await submit('Ana');
    expect(result.failure).toBeUndefined();
    expect(result.errors?.['name#2']).toContain('longer than usual');
  });

  test('a fault of ours in a command is answered privately with a reference, without the inner story', async () => {
    await t.slack.act(people.bo, 'command', { channel: channels.general, text: '/ticket testfault' });
    const notice = await t.slack.message(people.bo, channels.general, ({ text }) =>
      text.includes('Reference'),
    );
    expect(notice).toMatchObject({ is_ephemeral: true });
    expect(notice.text).not.toContain('xoxb');
    expect(await t.slack.messages(people.cy, channels.general)).not.toContainEqual(
      expect.objectContaining({ text: notice.text }),
    );
  });

  test('an unknown command shows help, privately and harmlessly', async () => {
    await t.slack.act(people.bo, 'command', { channel: channels.general, text: '/ticket <!channel> `x`' });
    const notice = await t.slack.message(people.bo, channels.general, ({ text }) =>
      text.includes('There is no'),
    );
    expect(notice).toMatchObject({ is_ephemeral: true });
    expect(notice.text).toContain('/ticket new');
    expect(notice.text).not.toContain('<!channel>');
  });

  test('/shiftdesk does what the others do', async () => {
    await t.slack.act(people.bo, 'command', {
      channel: channels.general,
      text: '/shiftdesk ticket testform y',
    });
    const view = await t.slack.view(people.bo, 'test.form');
    expect(view.private_metadata).toBe('{"from":"y"}');
    await t.slack.act(people.bo, 'close', { view_id: view.id, all: true });
  });

  test('two listeners cannot share an id', () => {
    expect(() => t.desk.slack.modal(form, async () => undefined)).toThrow('two listeners for test.form');
  });

  test('everything was acknowledged in time', async () => {
    expect(submissions).toBeGreaterThan(0);
    expect(await t.slack.failures()).toEqual([]);
  });
});
