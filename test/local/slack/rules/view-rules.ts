import type { Bench, CallRule } from './call-rule.ts';
import { form, home, input, modal, option, plain, section, times, typed, x } from './parts.ts';

const open = async (bench: Bench, view: unknown) =>
  bench.call('views.open', { trigger_id: await bench.trigger(), view });

/** Opens a view, changes it by an act of its person, and gives the new trigger. */
async function clickedTrigger(bench: Bench, viewId: string): Promise<string> {
  await bench.sandbox.control.act('U0BO', 'action', { view_id: viewId, action_id: 'go' });
  return bench.app.received.at(-1)?.payload.trigger_id ?? '';
}

const clickable = modal({
  blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'go', text: plain('Go') }] }],
});

async function openId(bench: Bench): Promise<string> {
  const { view } = await open(bench, clickable);
  return (view as { id: string }).id;
}

/** A view of exactly so many bytes. */
function heavy(bytes: number) {
  const blocks = times(99, (index) => section({ block_id: `b${index}`, text: plain(x(2440)) }));
  const view = modal({ private_metadata: '', blocks });
  const fields = { type: 'section', fields: times(8, () => plain(x(1))) };
  blocks.push(fields);
  let missing = bytes - Buffer.byteLength(JSON.stringify(view));
  for (const field of fields.fields) {
    const length = Math.min(missing, 1999);
    field.text = x(1 + length);
    missing -= length;
  }
  return view;
}

/** Modals and Home. */
export const viewRules: CallRule[] = [
  {
    rule: 'A view has at most 250 kB',
    refusal: 'view_too_large',
    attempt: (bench) => open(bench, heavy(250_001)),
  },
  {
    rule: 'A trigger id is known',
    refusal: 'invalid_trigger_id',
    attempt: ({ call }) => call('views.open', { trigger_id: '1.2.3', view: modal() }),
  },
  {
    rule: 'A trigger id lives 3 seconds',
    refusal: 'expired_trigger_id',
    async attempt(bench) {
      const trigger_id = await bench.trigger();
      bench.skip(3001);
      return bench.call('views.open', { trigger_id, view: modal() });
    },
  },
  {
    rule: 'A trigger id is used once',
    refusal: 'exchanged_trigger_id',
    async attempt(bench) {
      const trigger_id = await bench.trigger();
      await bench.call('views.open', { trigger_id, view: modal() });
      return bench.call('views.open', { trigger_id, view: modal() });
    },
  },
  {
    rule: 'At most 3 views lie on each other',
    refusal: 'push_limit_reached',
    async attempt(bench) {
      let id = await openId(bench);
      for (const _ of [2, 3]) {
        const pushed = await bench.call('views.push', {
          trigger_id: await clickedTrigger(bench, id),
          view: clickable,
        });
        id = (pushed.view as { id: string }).id;
      }
      return bench.call('views.push', { trigger_id: await clickedTrigger(bench, id), view: clickable });
    },
  },
  {
    rule: 'views.push needs a trigger from inside a modal',
    refusal: 'not_found',
    source: 'wording assumed',
    attempt: async (bench) => bench.call('views.push', { trigger_id: await bench.trigger(), view: modal() }),
  },
  {
    rule: 'views.update with an old hash is refused',
    refusal: 'hash_conflict',
    async attempt(bench) {
      const { view } = await open(bench, modal());
      const { id, hash } = view as { id: string; hash: string };
      await bench.call('views.update', { view_id: id, view: modal(), hash });
      return bench.call('views.update', { view_id: id, view: modal(), hash });
    },
  },
  {
    rule: 'views.update needs an open view',
    refusal: 'not_found',
    attempt: ({ call }) => call('views.update', { view_id: 'V0NONE', view: modal() }),
  },
  {
    rule: 'A closed view cannot be updated',
    refusal: 'not_found',
    async attempt(bench) {
      const id = await openId(bench);
      await bench.sandbox.control.act('U0BO', 'close', { view_id: id });
      return bench.call('views.update', { view_id: id, view: modal() });
    },
  },
  {
    rule: 'external_id is unique in a team',
    refusal: 'duplicate_external_id',
    async attempt(bench) {
      await open(bench, modal({ external_id: 'one' }));
      return open(bench, modal({ external_id: 'one' }));
    },
  },
  {
    rule: 'views.publish with an old hash is refused',
    refusal: 'hash_conflict',
    async attempt({ call }) {
      const { view } = await call('views.publish', { user_id: 'U0BO', view: home(section()) });
      const { hash } = view as { hash: string };
      await call('views.publish', { user_id: 'U0BO', view: home(section()), hash });
      return call('views.publish', { user_id: 'U0BO', view: home(section()), hash });
    },
  },
  {
    rule: 'Home is published to a known person',
    refusal: 'user_not_found',
    source: 'not known',
    attempt: ({ call }) => call('views.publish', { user_id: 'U0NOBODY', view: home() }),
  },
];

/** What a view must look like: the objection is in response_metadata. */
export interface ViewFault {
  rule: string;
  refusal: string;
  source?: CallRule['source'];
  view: Record<string, unknown>;
}

const tooLong = (most: number, pointer: string) =>
  `must be less than ${most + 1} characters [json-pointer:/view/${pointer}]`;

export const viewFaults: ViewFault[] = [
  {
    rule: 'The title of a modal has at most 24 characters',
    refusal: tooLong(24, 'title/text'),
    view: modal({ title: plain(x(25)) }),
  },
  {
    rule: 'The submit button has at most 24 characters',
    refusal: tooLong(24, 'submit/text'),
    view: modal({ submit: plain(x(25)) }),
  },
  {
    rule: 'The close button has at most 24 characters',
    refusal: tooLong(24, 'close/text'),
    view: modal({ close: plain(x(25)) }),
  },
  {
    rule: 'private_metadata has at most 3000 characters',
    refusal: tooLong(3000, 'private_metadata'),
    view: modal({ private_metadata: x(3001) }),
  },
  {
    rule: 'callback_id has at most 255 characters',
    refusal: tooLong(255, 'callback_id'),
    view: modal({ callback_id: x(256) }),
  },
  {
    rule: 'external_id has at most 255 characters',
    refusal: tooLong(255, 'external_id'),
    view: modal({ external_id: x(256) }),
  },
  {
    rule: 'A view has at most 100 blocks',
    refusal: 'no more than 100 items allowed [json-pointer:/view/blocks]',
    view: modal({ blocks: times(101, () => ({ type: 'divider' })) }),
  },
  {
    rule: 'A modal has a title',
    refusal: 'missing required field: title [json-pointer:/view]',
    view: modal({ title: undefined }),
  },
  {
    rule: 'A modal with inputs has a submit button',
    refusal: 'missing required field: submit (it is required with an input block) [json-pointer:/view]',
    source: 'wording assumed',
    view: modal({ blocks: [input(typed())] }),
  },
  {
    rule: 'views.open takes modals',
    refusal: 'must be a view of type modal [json-pointer:/view/type]',
    source: 'wording assumed',
    view: home(section()),
  },
  {
    rule: 'block_id is unique in a view',
    refusal: '`block_id` "field" already exists [json-pointer:/view/blocks/1/block_id]',
    source: 'wording assumed',
    view: form(input(typed()), input(typed())),
  },
  {
    rule: 'Markdown blocks are for messages',
    refusal: 'unsupported type: markdown [json-pointer:/view/blocks/0/type]',
    view: modal({ blocks: [{ type: 'markdown', text: 'x' }] }),
  },
  {
    rule: 'Tables are for messages',
    refusal: 'unsupported type: table [json-pointer:/view/blocks/0/type]',
    source: 'not known',
    view: modal({ blocks: [{ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] }] }),
  },
  {
    rule: 'Menus in views keep the rules of menus',
    refusal: 'must be less than 76 characters [json-pointer:/view/blocks/0/element/options/0/value]',
    view: form(input({ type: 'static_select', options: [option('v', { value: x(76) })] })),
  },
  {
    rule: 'A file input takes at most 10 files',
    refusal: 'must be less than or equal to 10 [json-pointer:/view/blocks/0/element/max_files]',
    view: form(input({ type: 'file_input', max_files: 11 })),
  },
];

/** The largest view that is taken. */
export const largestView = heavy(250_000);
