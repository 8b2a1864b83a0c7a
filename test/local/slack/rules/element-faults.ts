import { type Fault, missing } from './fault.ts';
import { actions, button, input, mrkdwn, option, options, plain, select, typed } from './parts.ts';

const element = '/blocks/0/elements/0';

/** What menus, buttons, pickers and inputs must not be. */
export const elementFaults: Fault[] = [
  {
    rule: 'A menu has options or groups',
    refusal: `must have either options or option_groups [json-pointer:${element}]`,
    source: 'wording assumed',
    wrong: [actions(select({ options: undefined }))],
    right: [actions(select())],
  },
  {
    rule: 'A menu does not have both options and groups',
    refusal: `must have either options or option_groups [json-pointer:${element}]`,
    source: 'wording assumed',
    wrong: [actions(select({ option_groups: [{ label: plain('g'), options: options(1) }] }))],
    right: [actions(select())],
  },
  {
    rule: 'The initial option is one of the options',
    refusal: `initial_option must match one of the options [json-pointer:${element}/initial_option]`,
    source: 'wording assumed',
    wrong: [actions(select({ initial_option: option('other') }))],
    right: [actions(select({ initial_option: option('o1') }))],
  },
  {
    rule: 'Options of menus are plain text',
    refusal: `must be one of: plain_text [json-pointer:${element}/options/0/text/type]`,
    source: 'wording assumed',
    wrong: [actions(select({ options: [option('v', { text: mrkdwn('v') })] }))],
    right: [
      actions({ type: 'radio_buttons', action_id: 'r', options: [option('v', { text: mrkdwn('v') })] }),
    ],
  },
  {
    rule: 'Initial items are no more than max_selected_items',
    refusal: `has more initial items than max_selected_items [json-pointer:${element}]`,
    source: 'wording assumed',
    wrong: [
      actions({
        type: 'multi_users_select',
        action_id: 'm',
        max_selected_items: 1,
        initial_users: ['U0BO', 'U0CY'],
      }),
    ],
    right: [
      actions({ type: 'multi_users_select', action_id: 'm', max_selected_items: 1, initial_users: ['U0BO'] }),
    ],
  },
  {
    rule: 'An overflow menu has two options',
    refusal: `no fewer than 2 items allowed [json-pointer:${element}/options]`,
    wrong: [actions({ type: 'overflow', action_id: 'o', options: options(1) })],
    right: [actions({ type: 'overflow', action_id: 'o', options: options(2) })],
  },
  {
    rule: 'Addresses of options belong to overflow menus',
    refusal: `invalid additional property: url [json-pointer:${element}/options/0]`,
    source: 'wording assumed',
    wrong: [actions(select({ options: [option('v', { url: 'https://a.example' })] }))],
    right: [
      actions({
        type: 'overflow',
        action_id: 'o',
        options: [option('v', { url: 'https://a.example' }), option('w')],
      }),
    ],
  },
  {
    rule: 'The style of a button is primary or danger',
    refusal: `must be one of: primary, danger [json-pointer:${element}/style]`,
    source: 'wording assumed',
    wrong: [actions(button({ style: 'default' }))],
    right: [actions(button({ style: 'danger' }))],
  },
  {
    rule: 'The address of a button is a URL',
    refusal: `must be a valid URL [json-pointer:${element}/url]`,
    source: 'wording assumed',
    wrong: [actions(button({ url: 'here' }))],
    right: [actions(button({ url: 'mailto:a@b.example' }))],
  },
  {
    rule: 'A date is YYYY-MM-DD',
    refusal: `must be a date of the form YYYY-MM-DD [json-pointer:${element}/initial_date]`,
    source: 'wording assumed',
    wrong: [actions({ type: 'datepicker', action_id: 'd', initial_date: '20/11/2026' })],
    right: [actions({ type: 'datepicker', action_id: 'd', initial_date: '2026-11-20' })],
  },
  {
    rule: 'A time is HH:mm',
    refusal: `must be a time of the form HH:mm [json-pointer:${element}/initial_time]`,
    source: 'wording assumed',
    wrong: [actions({ type: 'timepicker', action_id: 't', initial_time: '9:30' })],
    right: [actions({ type: 'timepicker', action_id: 't', initial_time: '09:30' })],
  },
  {
    rule: 'The zone of a timepicker is an IANA name',
    refusal: `must be a valid timezone [json-pointer:${element}/timezone]`,
    source: 'wording assumed',
    wrong: [actions({ type: 'timepicker', action_id: 't', timezone: 'Mars' })],
    right: [actions({ type: 'timepicker', action_id: 't', timezone: 'Europe/Berlin' })],
  },
  {
    rule: 'A datetimepicker holds ten digits',
    refusal: `must be greater than or equal to 1000000000 [json-pointer:${element}/initial_date_time]`,
    source: 'wording assumed',
    wrong: [actions({ type: 'datetimepicker', action_id: 'd', initial_date_time: 12 })],
    right: [actions({ type: 'datetimepicker', action_id: 'd', initial_date_time: 1_800_000_000 })],
  },
  {
    rule: 'A number input says whether decimals are allowed',
    refusal: missing('is_decimal_allowed', '/blocks/0/element'),
    wrong: [input({ type: 'number_input' })],
    right: [input({ type: 'number_input', is_decimal_allowed: false })],
  },
  {
    rule: 'min_value is not above max_value',
    refusal: 'must be less than or equal to max_value [json-pointer:/blocks/0/element/min_value]',
    source: 'wording assumed',
    wrong: [input({ type: 'number_input', is_decimal_allowed: false, min_value: '5', max_value: '4' })],
    right: [input({ type: 'number_input', is_decimal_allowed: false, min_value: '4', max_value: '5' })],
  },
  {
    rule: 'min_length is not above max_length',
    refusal: 'must be less than or equal to max_length [json-pointer:/blocks/0/element/min_length]',
    source: 'wording assumed',
    wrong: [input(typed({ min_length: 5, max_length: 4 }))],
    right: [input(typed({ min_length: 4, max_length: 5 }))],
  },
  {
    rule: 'min_lines is not above max_lines',
    refusal: 'must be less than or equal to max_lines [json-pointer:/blocks/0/element/min_lines]',
    source: 'wording assumed',
    wrong: [input({ type: 'rich_text_input', min_lines: 9 })],
    right: [input({ type: 'rich_text_input', min_lines: 8 })],
  },
  {
    rule: 'One element has focus_on_load',
    refusal: 'only one element may have focus_on_load [json-pointer:/blocks]',
    source: 'wording assumed',
    wrong: [actions(select({ focus_on_load: true })), actions(select({ focus_on_load: true }))],
    right: [actions(select({ focus_on_load: true })), actions(select())],
  },
];
