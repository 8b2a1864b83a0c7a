import type { Journey, Question } from '../../../src/features/journeys/domain/types.ts';

/** A text of this many UTF-16 units, half of them in emoji. */
export const long = (length: number) => '😀x'.repeat(length).slice(0, length);
const base = { ask: long(2000), help: long(2000), example: long(150) };
/** As many options as Slack shows, as long as it takes them. */
export const options = Array.from({ length: 100 }, (_, index) => ({
  value: `${index}`.padEnd(75, 'v'),
  label: `${index}`.padEnd(75, 'l'),
  description: long(75),
}));

/** 60 questions, each as large as Slack allows. */
export const largest: Journey = {
  key: 'largest',
  title: 'x'.repeat(24),
  questions: Array.from({ length: 60 }, (_, index): Question => {
    const id = `q${index}`;
    if (index % 4 === 0) return { id, kind: 'single', options, ...base };
    if (index % 4 === 1) return { id, kind: 'multi', options: options.slice(0, 10), ...base };
    if (index % 4 === 2) return { id, kind: 'text', lines: 'many', ...base };
    return { id, kind: 'images', ...base };
  }),
  outcome: { subject: '{{q0}}' },
};
