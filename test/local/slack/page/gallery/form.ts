import type { InputBlockElement, KnownBlock, ModalView } from '@slack/types';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (text: string, value = text.toLowerCase()) => ({ text: plain(text), value });

const field = (id: string, label: string, element: InputBlockElement, more = {}): KnownBlock => ({
  type: 'input',
  block_id: id,
  label: plain(label),
  element: { ...element, action_id: 'value' } as InputBlockElement,
  optional: true,
  ...more,
});

/** A modal with every input of Block Kit; only the subject is required. */
export const everyInput: ModalView = {
  type: 'modal',
  callback_id: 'form',
  title: plain('Every input'),
  submit: plain('Save'),
  close: plain('Not now'),
  notify_on_close: true,
  blocks: [
    field(
      'subject',
      'Subject',
      { type: 'plain_text_input' },
      { optional: false, hint: plain('In a few words') },
    ),
    field('story', 'What happened', {
      type: 'plain_text_input',
      multiline: true,
      placeholder: plain('Tell us'),
    }),
    field('kind', 'Kind', {
      type: 'static_select',
      options: [option('Order issue', 'order'), option('Refund'), option('Other')],
    }),
    field('tags', 'Tags', {
      type: 'multi_static_select',
      max_selected_items: 2,
      option_groups: [
        { label: plain('Goods'), options: [option('Cup'), option('Plate')] },
        { label: plain('Service'), options: [option('Delivery')] },
      ],
    }),
    field('person', 'Person', { type: 'users_select' }),
    field('people', 'People', { type: 'multi_users_select' }),
    field('channel', 'Channel', { type: 'channels_select' }),
    field('conversation', 'Conversation', {
      type: 'conversations_select',
      default_to_current_conversation: true,
    }),
    field('customer', 'Customer account', { type: 'external_select', min_query_length: 2 }),
    field('urgency', 'Urgency', { type: 'radio_buttons', options: [option('High'), option('Low')] }),
    field('extras', 'Extras', {
      type: 'checkboxes',
      options: [option('Gift wrap', 'gift'), { ...option('Express'), description: plain('Costs more') }],
    }),
    field('day', 'Day', { type: 'datepicker' }),
    field('time', 'Time', { type: 'timepicker', timezone: 'Europe/Berlin' }),
    field('moment', 'Moment', { type: 'datetimepicker' }),
    field('count', 'Count', {
      type: 'number_input',
      is_decimal_allowed: false,
      min_value: '1',
      max_value: '99',
    }),
    field('mail', 'E-mail', { type: 'email_text_input' }),
    field('web', 'Web address', { type: 'url_text_input' }),
    field('rich', 'Formatted', { type: 'rich_text_input' }),
    field('files', 'Pictures', { type: 'file_input', filetypes: ['png'], max_files: 2 }),
    field(
      'live',
      'Live',
      {
        type: 'plain_text_input',
        dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] },
      },
      { dispatch_action: true },
    ),
    {
      type: 'actions',
      block_id: 'more',
      elements: [{ type: 'button', action_id: 'form.push', text: plain('Add details') }],
    },
  ],
};

/** A second modal over the first. */
export const details: ModalView = {
  type: 'modal',
  callback_id: 'details',
  title: plain('Details'),
  submit: plain('Done'),
  blocks: [field('note', 'Note', { type: 'plain_text_input' })],
};

/** The form after an answer to "Live": the story is asked anew, everything else keeps what was typed. */
export const updatedForm: ModalView = {
  ...everyInput,
  blocks: everyInput.blocks.map((block) =>
    block.block_id === 'story' ? { ...block, block_id: 'story#1' } : block,
  ),
};
