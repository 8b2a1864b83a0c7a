import { expect, test } from 'vitest';
import type { UserObject } from '../../../../src/local/slack/control/types.ts';
import { suggest, usageHint } from '../../../../src/local/slack/page/channel/completion.ts';

const commands = [
  { command: '/ticket', description: 'Tickets', usage_hint: 'new | mine' },
  { command: '/stats', description: 'Figures', usage_hint: 'log | day' },
];
const nameable = {
  commands,
  users: [{ id: 'U1', real_name: 'Bo Agent', name: 'bo', profile: { title: 'Agent' } } as UserObject],
  channels: [
    { id: 'C1', name: 'general', kind: 'public' },
    { id: 'D1', name: 'general', kind: 'im' },
  ],
};
const offered = (before: string) => suggest(before, nameable).suggestions.map((one) => one.text);

test('a slash at the start offers commands, with how to go on', () => {
  expect(offered('/')).toEqual(['/ticket ', '/stats ']);
  expect(suggest('/st', nameable).suggestions[0]).toMatchObject({
    label: '/stats log | day',
    hint: 'Figures',
  });
  expect(offered('/ticket new')).toEqual([]);
  expect(offered('and /st')).toEqual([]);
});

test('people, channels and emoji are offered inside a line, from where their sign stands', () => {
  expect(suggest('ask @bo', nameable)).toMatchObject({ from: 4, suggestions: [{ text: '@Bo Agent ' }] });
  expect(offered('#gen')).toEqual(['#general ']);
  expect(offered('so :tad')[0]).toBe('🎉 ');
  expect(offered('mail@bo')).toEqual([]);
});

test('a complete command shows its usage', () => {
  expect(usageHint('/ticket n', commands)).toBe('/ticket new | mine — Tickets');
  expect(usageHint('/ticket', commands)).toBeUndefined();
  expect(usageHint('/other x', commands)).toBeUndefined();
});
