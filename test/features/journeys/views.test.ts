import { readdirSync, readFileSync } from 'node:fs';
import type { KnownBlock, ModalView } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { parseJourney } from '../../../src/features/journeys/definition.ts';
import { problemsOf } from '../../../src/features/journeys/domain/check.ts';
import type { Answer, Question } from '../../../src/features/journeys/domain/types.ts';
import { walk } from '../../../src/features/journeys/domain/walk.ts';
import { editorView } from '../../../src/features/journeys/views/builder.ts';
import { outcomeView, reviewView } from '../../../src/features/journeys/views/forms.ts';
import { questionView } from '../../../src/features/journeys/views/question.ts';
import { stepView } from '../../../src/features/journeys/views/step.ts';
import { largest, long, options } from './largest.ts';

const where = { key: 'largest', rev: 1, baseRev: 1, page: 0, editor: 'V1' };
const place = { ...where, replaces: null, after: null };

/** Slack's limits of a view: 250 kB, 100 blocks, 3,000 characters of metadata, 24 of title, 2,000 of a label. */
function fits(view: ModalView): void {
  expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThan(250_000);
  expect(view.blocks.length).toBeLessThanOrEqual(100);
  expect(view.private_metadata?.length ?? 0).toBeLessThanOrEqual(3_000);
  expect(view.title.text.length).toBeLessThanOrEqual(24);
  for (const block of view.blocks as KnownBlock[]) {
    if (block.type === 'section') expect(block.text?.text.length ?? 0).toBeLessThanOrEqual(3_000);
    if (block.type !== 'input') continue;
    expect(block.label.text.length).toBeLessThanOrEqual(2_000);
    expect(block.hint?.text.length ?? 0).toBeLessThanOrEqual(2_000);
    const { initial_value = '' } = block.element as { initial_value?: string };
    expect(initial_value.length).toBeLessThanOrEqual(3_000);
  }
}

const shown = {
  intakeId: 'i'.repeat(21),
  typed: undefined,
  resumed: true,
  dryRun: true,
  accepted: Array.from({ length: 5 }, () => ({
    stored: 's',
    name: long(200),
    mimetype: 'image/png',
    bytes: 1,
  })),
  problems: Array.from({ length: 5 }, () => long(1_000)),
  others: Array.from({ length: 100 }, (_, index) => ({ key: `j${index}`, title: 'x'.repeat(24) })),
};

describe('the largest journey that may be published', () => {
  test('may be published', () => expect(problemsOf(largest)).toEqual([]));

  test('shows each of its steps within Slack’s limits, with the longest answers', () => {
    const answers: Record<string, Answer> = {};
    for (let { current } = walk(largest, answers); current; { current } = walk(largest, answers)) {
      const answer: Answer =
        current.kind === 'single'
          ? String(options[99]?.value)
          : current.kind === 'multi'
            ? options.slice(0, 10).map(({ value }) => value)
            : current.kind === 'images'
              ? []
              : 'x'.repeat(3_000);
      fits(stepView(largest, current, { ...shown, answers: { ...answers, [current.id]: answer } }));
      answers[current.id] = answer;
    }
    expect(Object.keys(answers).length).toBe(60);
  });

  test('is edited within them too', () => {
    const draft = {
      workspace: 'T1',
      key: 'largest',
      definition: largest,
      before: largest,
      baseRev: 1,
      rev: 1,
      changedBy: 'U1',
      changedAt: new Date(),
      lastChange: long(300),
    };
    for (let page = 0; page < 6; page += 1) fits(editorView(draft, long(200), page, long(200)));
    for (const question of largest.questions) fits(questionView(place, question, 60));
    fits(outcomeView(where, largest));
    const many = Array.from({ length: 500 }, () => long(400));
    fits(reviewView(where, { problems: many, changes: [], since: null, headRev: 1 }));
    fits(reviewView(where, { problems: [], changes: many, since: long(400), headRev: 1 }));
  });
});

test.each(readdirSync('manifests/journeys'))('every step of %s fits', (file) => {
  const journey = parseJourney(readFileSync(`manifests/journeys/${file}`, 'utf8')).value!;
  for (const question of journey.questions) fits(stepView(journey, question, { ...shown, answers: {} }));
});

test('only a question that may be left out is marked optional, and pictures once some were taken', () => {
  const marked = (question: Question, accepted = shown.accepted.slice(0, 0)) => {
    const { blocks } = stepView({ ...largest, questions: [question] }, question, {
      ...shown,
      accepted,
      answers: {},
    });
    return (blocks as KnownBlock[]).find((block) => block.type === 'input')?.optional;
  };
  for (const question of largest.questions.slice(0, 4)) {
    expect(marked(question)).toBe(false);
    expect(marked({ ...question, optional: true })).toBe(true);
  }
  expect(marked({ id: 'pictures', kind: 'images', ask: 'Show us' }, shown.accepted)).toBe(true);
});
