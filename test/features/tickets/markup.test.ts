import { describe, expect, test } from 'vitest';
import { mentionedIn, plainOf } from '../../../src/features/tickets/domain/markup.ts';

describe('the text of an event', () => {
  test.each([
    ['a &lt;!channel&gt; that was typed', 'a <!channel> that was typed'],
    ['<!channel> <!here|here> <!subteam^S1|@team>', '@channel here @team'],
    ['hello <@U1> and <@U2|ben>', 'hello @ana and @ben'],
    ['in <#C1|general>', 'in #general'],
    [
      'see <https://example.com|example.com> or <https://a.b/c|this page>',
      'see example.com or this page (https://a.b/c)',
    ],
    ['<mailto:a@b.de|a@b.de> &amp;amp;', 'a@b.de &amp;'],
    ['*مرحبا* `x` _y_ 😀', '*مرحبا* `x` _y_ 😀'],
  ])('%s', (text, plain) => {
    expect(plainOf(text, new Map([['U1', 'ana']]))).toBe(plain);
  });

  test('knows whom it mentions', () => expect(mentionedIn('<@U1> <@U2|x> @U3')).toEqual(['U1', 'U2']));
});
