import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clean, duration, escapeText, safe, truncate } from '../../src/platform/slack/index.ts';

describe('user text on its way into Slack', () => {
  test('mentions and broadcasts are only text', () => {
    expect(safe('<!channel> & <@U1>', 100)).toBe('&lt;!channel&gt; &amp; &lt;@U1&gt;');
  });

  test('whatever is typed: within the limit, no markup, no half of an entity or character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.integer({ min: 5, max: 200 }),
        (text, max) => {
          const shown = safe(text, max);
          expect(shown.length).toBeLessThanOrEqual(max);
          expect(shown).not.toMatch(/[<>]/);
          expect(shown.replaceAll(/&(amp|lt|gt);/g, '')).not.toContain('&');
          expect(shown.isWellFormed() || !text.isWellFormed()).toBe(true);
        },
      ),
    );
  });

  test('what fits is not changed but for escaping', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), (text) => {
        expect(safe(text, 3_000)).toBe(escapeText(clean(text)));
      }),
    );
  });

  test('control characters go, line breaks stay', () => {
    expect(clean('a\u0000b\nc\td\u007f')).toBe('ab\nc\td');
  });

  test('an emoji is never cut in two', () => {
    expect(truncate('ab😀cd', 4)).toBe('ab…');
    expect(truncate('abcd', 4)).toBe('abcd');
  });
});

test.each([
  [0, '0 min'],
  [59.6, '1 h'],
  [125, '2 h 5 min'],
  [1_440, '1 d'],
  [1_530, '1 d 1 h'],
  [-3, '0 min'],
])('%d minutes are read as %s', (minutes, text) => {
  expect(duration(minutes)).toBe(text);
});
