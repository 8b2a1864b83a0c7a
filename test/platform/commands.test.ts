import { describe, expect, test } from 'vitest';
import { CommandTable } from '../../src/platform/slack/commands.ts';

function table(): CommandTable {
  const commands = new CommandTable();
  const handler = async (): Promise<void> => {};
  commands.add({ command: 'ticket', name: 'new', description: 'Open a ticket', handler });
  commands.add({ command: 'ticket', name: 'take', usage: 'T-1', description: 'Take a ticket', handler });
  return commands;
}

describe('subcommands', () => {
  test('the first word chooses, whatever its case; the rest are arguments', () => {
    const found = table().find('ticket', '  TAKE   T-7 now ');
    expect(found?.subcommand.name).toBe('take');
    expect(found?.args).toBe('T-7 now');
  });

  test.each(['', '   ', 'help', 'newer', '*bold*', 'new`'])('%j is answered with help', (text) => {
    expect(table().find('ticket', text)).toBeUndefined();
  });

  test('help lists every subcommand as it is typed', () => {
    const { text } = table().help('ticket', '');
    expect(text).toContain('`/ticket new`  Open a ticket');
    expect(text).toContain('`/ticket take T-1`  Take a ticket');
  });

  test('help says which word it did not know, harmlessly', () => {
    const { text } = table().help('ticket', '<!channel> `x`');
    expect(text).toContain('&lt;!channel&gt;');
    expect(text).not.toContain('<!');
  });

  test('two features cannot take the same subcommand', () => {
    const commands = table();
    expect(() =>
      commands.add({ command: 'ticket', name: 'new', description: '', handler: async () => {} }),
    ).toThrow('twice');
  });
});
