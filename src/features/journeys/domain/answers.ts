import { RE2JS } from 're2js';
import type { Answer, ImagesQuestion, Question, TextQuestion } from './types.ts';

/** Slack takes no longer text from one field. */
export const MAX_TEXT = 3000;
export const MAX_PICTURES = 5;

/** What is wrong with an answer, said to the person, or null when it is good. */
export function problemWith(question: Question, answer: Answer | undefined): string | null {
  if (isEmpty(answer)) return question.optional ? null : missing(question);
  if (question.kind === 'single' || question.kind === 'multi') {
    const chosen = typeof answer === 'string' ? [answer] : (answer as string[]);
    const unknown = chosen.find((value) => !question.options.some((option) => option.value === value));
    return unknown === undefined ? null : 'That choice is no longer offered. Choose one from the list.';
  }
  if (question.kind === 'images') return problemWithCount(question, answer as unknown[]);
  return problemWithText(question, String(answer).trim());
}

const missing = (question: Question): string =>
  question.kind === 'images'
    ? 'Add at least one picture.'
    : question.kind === 'text'
      ? `Write an answer${question.example ? `, for example: ${question.example}` : '.'}`
      : 'Choose an answer.';

export function isEmpty(answer: Answer | undefined): boolean {
  if (answer === undefined) return true;
  return typeof answer === 'string' ? answer.trim() === '' : answer.length === 0;
}

function problemWithCount(question: ImagesQuestion, files: unknown[]): string | null {
  const most = question.maxFiles ?? MAX_PICTURES;
  return files.length > most ? `Add ${most} pictures at the most; these are ${files.length}.` : null;
}

function problemWithText(question: TextQuestion, text: string): string | null {
  const length = [...text].length;
  const most = question.maxLength ?? MAX_TEXT;
  if (question.minLength && length < question.minLength)
    return `Write at least ${question.minLength} characters; this has ${length}.`;
  if (length > most) return `Write ${most} characters at the most; this has ${length}.`;
  if (question.format === 'email' && !/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text))
    return 'Write an e-mail address, for example: ana@example.com';
  if (question.format === 'number' && !/^[+-]?\d+([.,]\d+)?$/.test(text))
    return 'Write a number, for example: 12.5';
  if (question.format === 'date' && !isDate(text)) return 'Choose a date, for example: 2026-11-20';
  if (question.pattern && !RE2JS.compile(question.pattern).matches(text))
    return (
      question.patternHint ??
      `That does not have the form we need${question.example ? `, for example: ${question.example}` : ''}.`
    );
  return null;
}

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
  );
}

/** The answer as a person reads it: labels instead of values, names instead of pictures. */
export function answerText(question: Question, answer: Answer | undefined): string {
  if (answer === undefined) return '';
  const items = typeof answer === 'string' ? [answer] : answer;
  return items
    .map((item) => {
      if (typeof item !== 'string') return item.name;
      if (question.kind !== 'single' && question.kind !== 'multi') return item;
      return question.options.find(({ value }) => value === item)?.label ?? item;
    })
    .join(', ');
}

/** The pattern's fault, or null. RE2 has no backtracking, so no pattern can run without end. */
export function patternProblem(pattern: string): string | null {
  try {
    RE2JS.compile(pattern);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
