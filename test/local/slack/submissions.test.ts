import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EntryValue, ViewObject } from '../../../src/local/slack/control/types.ts';
import type { Sandbox } from '../../../src/local/slack/index.ts';
import { connect, type FakeApp, trigger } from './fake-app.ts';
import { form, input, modal, options, plain, section, typed, x } from './rules/parts.ts';
import { call, openSandbox } from './support.ts';

let sandbox: Sandbox;
let app: FakeApp;

beforeEach(async () => {
  sandbox = await openSandbox();
  app = await connect(sandbox);
});
afterEach(async () => {
  await app.close();
  await sandbox.close();
});

const open = async (view: Record<string, unknown>): Promise<ViewObject> => {
  const answer = await call(sandbox, 'views.open', { trigger_id: await trigger(sandbox, app), view });
  return answer.view as ViewObject;
};
const submit = (view: ViewObject, value: EntryValue = 'hello') =>
  sandbox.control.act('U0BO', 'submit', { view_id: view.id, entries: { field: { value } } });
const answering = (payload: unknown) => {
  app.answer = (envelope) => (envelope.payload.type === 'view_submission' ? payload : undefined);
};
const titles = async () =>
  (await sandbox.control.views('U0BO')).map((view) => (view.title as { text: string }).text);
const simple = form(input(typed()));
const sent = () => app.received.filter((each) => each.payload.type === 'view_submission');

describe('an ack of a submission', () => {
  test('without content closes the view and shows the one below', async () => {
    const below = modal({
      blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'go', text: plain('Go') }] }],
    });
    const { id } = await open(below);
    await sandbox.control.act('U0BO', 'action', { view_id: id, action_id: 'go' });
    const pushed = await call(sandbox, 'views.push', {
      trigger_id: app.received.at(-1)?.payload.trigger_id,
      view: simple,
    });
    expect(await submit(pushed.view as ViewObject)).toMatchObject({ ok: true, view: { id } });
  });

  test('update, push and clear change the stack', async () => {
    const view = await open(simple);
    answering({ response_action: 'update', view: { ...simple, title: plain('Updated') } });
    expect(await submit(view)).toMatchObject({ view: { id: view.id, title: { text: 'Updated' } } });
    answering({ response_action: 'push', view: { ...simple, title: plain('Pushed') } });
    const pushed = await submit(view);
    expect(await titles()).toEqual(['Updated', 'Pushed']);
    answering({ response_action: 'clear' });
    expect(await submit(pushed.view as ViewObject)).toMatchObject({ view: null });
  });

  test('an updated view keeps what was typed where the ids are the same', async () => {
    const view = await open(simple);
    answering({
      response_action: 'update',
      view: form(input(typed()), input(typed(), { block_id: 'other' })),
    });
    const { view: updated } = await submit(view, 'kept');
    expect(updated?.state.values).toEqual({
      field: { value: { type: 'plain_text_input', value: 'kept' } },
      other: { value: { type: 'plain_text_input', value: null } },
    });
  });

  test.each([
    [
      'an error for a block that is not there',
      { response_action: 'errors', errors: { nowhere: 'No' } },
      'there is no input block "nowhere" for an error',
    ],
    ['errors without errors', { response_action: 'errors' }, 'response_action errors needs errors'],
    ['an unknown action', { response_action: 'explode' }, 'unknown response_action explode'],
    ['an update without a view', { response_action: 'update' }, 'response_action update needs a view'],
    [
      'a view that is not legal',
      { response_action: 'update', view: { ...simple, title: plain(x(25)) } },
      '[ERROR] must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    [
      'a view that is too large',
      { response_action: 'update', view: { ...simple, private_metadata: x(250_000) } },
      'view_too_large',
    ],
  ])('with %s shows a failure and keeps the view', async (_, payload, reason) => {
    const view = await open(simple);
    answering(payload);
    const result = await submit(view);
    expect(result).toMatchObject({
      ok: false,
      failure: { kind: 'bad_answer', detail: reason },
      view: { id: view.id },
    });
    expect((await sandbox.control.failures()).at(-1)).toMatchObject({ kind: 'bad_answer', reason });
  });

  test('that would make a fourth view shows a failure', async () => {
    let view = await open(simple);
    answering({ response_action: 'push', view: simple });
    for (const _ of [2, 3]) view = (await submit(view)).view as ViewObject;
    expect(await submit(view)).toMatchObject({ failure: { detail: 'push_limit_reached' } });
  });
});

describe("Slack's own checks before a submission", () => {
  const number = (more = {}) => ({
    type: 'number_input',
    is_decimal_allowed: false,
    min_value: '1',
    max_value: '9',
    ...more,
  });
  test.each([
    ['a required field left empty', typed(), '', 'Please complete this required field.'],
    ['a short text', typed({ min_length: 3 }), 'ab', 'This must be at least 3 characters'],
    ['a long text', typed({ max_length: 3 }), 'abcd', 'This must be at most 3 characters'],
    ['no address', { type: 'email_text_input' }, 'ana', 'Please enter a valid email address'],
    ['no URL', { type: 'url_text_input' }, 'ana', 'Please enter a valid URL'],
    ['a decimal', number(), '1.5', 'Please enter a valid number'],
    ['too small a number', number(), '0', 'This must be at least 1'],
    ['too large a number', number(), '10', 'This must be at most 9'],
    [
      'too many choices',
      { type: 'multi_static_select', max_selected_items: 1, options: options(2) },
      ['o0', 'o1'],
      'You can choose at most 1',
    ],
  ])('refuse %s beside the field', async (_, element, value, error) => {
    const view = await open(form(input(element)));
    expect(await submit(view, value)).toMatchObject({ ok: false, errors: { field: error } });
    expect(sent()).toEqual([]);
  });

  test('let an optional field be empty', async () => {
    const view = await open(form(input(typed(), { optional: true })));
    expect(await submit(view, '')).toMatchObject({ ok: true });
  });
});

describe('closing', () => {
  const noticed = { ...simple, notify_on_close: true };
  const closings = () =>
    app.received.filter((each) => each.payload.type === 'view_closed').map((each) => each.payload.is_cleared);

  test('tells the app when the view asked for it', async () => {
    const view = await open(noticed);
    await sandbox.control.act('U0BO', 'close', { view_id: view.id });
    expect(closings()).toEqual([false]);
  });

  test('says nothing otherwise', async () => {
    const view = await open(simple);
    await sandbox.control.act('U0BO', 'close', { view_id: view.id });
    expect(closings()).toEqual([]);
  });

  test('all at once clears the stack', async () => {
    const view = await open(noticed);
    answering({ response_action: 'push', view: noticed });
    const { view: pushed } = await submit(view);
    await sandbox.control.act('U0BO', 'close', { view_id: pushed?.id ?? '', all: true });
    expect(closings()).toEqual([true, true]);
    expect(await sandbox.control.views('U0BO')).toEqual([]);
  });
});

describe('options that the app gives', () => {
  const asking = form(input({ type: 'external_select' }));
  const ask = async (payload: unknown) => {
    const view = await open(asking);
    app.answer = (envelope) => (envelope.payload.type === 'block_suggestion' ? payload : undefined);
    return sandbox.control.act('U0BO', 'options', { view_id: view.id, action_id: 'value', query: 'o' });
  };

  test('are shown, up to 100', async () => {
    expect((await ask({ options: options(100) })).options).toHaveLength(100);
  });

  test('are refused beyond 100', async () => {
    expect(await ask({ options: options(101) })).toMatchObject({ failure: { kind: 'bad_answer' } });
  });

  test('are refused when one is too long', async () => {
    const result = await ask({ options: [{ text: plain(x(76)), value: 'v' }] });
    expect(result.failure?.detail).toBe(
      '[ERROR] must be less than 76 characters [json-pointer:/options/0/text/text]',
    );
  });
});

describe('what nobody could do in Slack is refused', () => {
  test('submitting a view without a button for it', async () => {
    const view = await open(modal({ blocks: [section()] }));
    await expect(submit(view)).rejects.toThrow('no submit button');
  });

  test("acting on another person's view", async () => {
    const view = await open(simple);
    const other = sandbox.control.act('U0CY', 'submit', { view_id: view.id });
    await expect(other).rejects.toThrow('has no view');
  });

  test('choosing what the menu does not have', async () => {
    const view = await open(form(input({ type: 'static_select', options: options(2) })));
    await expect(submit(view, 'other')).rejects.toThrow('no option "other"');
  });

  test('a command that the manifest does not have, or in a channel one does not see', async () => {
    const unknown = sandbox.control.act('U0BO', 'command', { channel: 'C0TRIAGE', text: '/nope' });
    await expect(unknown).rejects.toThrow('not a valid command');
    const elsewhere = sandbox.control.act('U0BO', 'command', { channel: 'C0LOBBY', text: '/try' });
    await expect(elsewhere).rejects.toThrow('does not see');
  });
});
