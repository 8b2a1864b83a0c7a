import { expect, test } from 'vitest';
import { pruneEntries, shortForm } from '../../../../src/local/slack/page/elements/entries.ts';

test.each([
  [{ type: 'plain_text_input', value: 'words' }, 'words'],
  [{ type: 'plain_text_input', value: null }, null],
  [{ type: 'static_select', selected_option: { value: 'a' } }, 'a'],
  [{ type: 'static_select', selected_option: null }, null],
  [{ type: 'checkboxes', selected_options: [{ value: 'a' }, { value: 'b' }] }, ['a', 'b']],
  [{ type: 'multi_users_select', selected_users: ['U1'] }, ['U1']],
  [{ type: 'datepicker', selected_date: '2026-11-20' }, '2026-11-20'],
  [{ type: 'datetimepicker', selected_date_time: 1795276800 }, 1795276800],
  [{ type: 'file_input', files: [{ id: 'F1', name: 'a.png' }] }, ['F1']],
])('state %j is %j in short', (state, expected) => {
  expect(shortForm(state)).toEqual(expected);
});

test('what was typed in a block that is gone is forgotten, the rest is kept', () => {
  const entries = { name: { value: 'Bo' }, 'city#1': { value: 'Ulm' } };
  expect(pruneEntries(entries, [{ block_id: 'name' }, { block_id: 'city#2' }])).toEqual({
    name: { value: 'Bo' },
  });
});
