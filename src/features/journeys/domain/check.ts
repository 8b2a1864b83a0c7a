import { MAX_PICTURES, MAX_TEXT, patternProblem } from './answers.ts';
import { checkGraph } from './graph.ts';
import { outcomeParts, placeholdersOf } from './outcome.ts';
import { isRules, possibleValues, referencesOf } from './rules.ts';
import { anything, canHold } from './satisfiable.ts';
import { type ByRules, END, type Journey, type Question } from './types.ts';
import { checkWays, statesByRule } from './ways.ts';

/** What stands in the way of publishing: where, and what to do. `question` is null for the journey itself. */
export type Problem = { question: string | null; path: (string | number)[]; message: string };

/** Slack's limits for what a journey shows, in characters (see docs on Block Kit). */
const LIMITS = { label: 2000, option: 75, options: 100, title: 24, help: 2000, example: 150 };
export const MAX_QUESTIONS = 200;

/** Everything that keeps a journey from being published; empty when it may be. */
export function problemsOf(journey: Journey): Problem[] {
  const problems = [
    ...checkIds(journey),
    ...journey.questions.flatMap((question, index) => checkQuestion(journey, question, index)),
    ...checkOutcome(journey),
  ];
  if (problems.length > 0) return problems;
  const inGraph = checkGraph(journey);
  return inGraph.length > 0 ? inGraph : checkWays(journey);
}

function checkIds(journey: Journey): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  if (journey.questions.length === 0)
    problems.push({ question: null, path: ['questions'], message: 'Add at least one question.' });
  journey.questions.forEach(({ id }, index) => {
    const path = ['questions', index, 'id'];
    if (id === END) problems.push({ question: id, path, message: `"${END}" is reserved. Rename it.` });
    if (seen.has(id))
      problems.push({ question: id, path, message: `"${id}" is used twice. Rename one of them.` });
    seen.add(id);
  });
  return problems;
}

function checkQuestion(journey: Journey, question: Question, index: number): Problem[] {
  const at = (...path: (string | number)[]) => ['questions', index, ...path];
  const problems: Problem[] = [];
  const say = (path: (string | number)[], message: string) =>
    problems.push({ question: question.id, path, message });
  const tooLong = (name: string, text: string | undefined, most: number, path: (string | number)[]) => {
    const length = text?.length ?? 0;
    if (length > most) say(path, `${name} has ${length} characters; Slack shows ${most}. Shorten it.`);
  };
  tooLong('The question', question.ask, LIMITS.label, at('ask'));
  tooLong('The help', question.help, LIMITS.help, at('help'));
  tooLong('The example', question.example, LIMITS.example, at('example'));
  if (question.kind === 'single' || question.kind === 'multi') {
    const { options } = question;
    if (options.length === 0) say(at('options'), 'There is nothing to choose. Add options.');
    if (options.length > LIMITS.options)
      say(at('options'), `${options.length} options; Slack shows ${LIMITS.options}. Split the question.`);
    options.forEach((option, position) => {
      tooLong(`Option "${option.label.slice(0, 20)}"`, option.label, LIMITS.option, at('options', position));
      tooLong('Its value', option.value, LIMITS.option, at('options', position));
      tooLong('Its description', option.description, LIMITS.option, at('options', position));
      if (options.findIndex(({ value }) => value === option.value) !== position)
        say(at('options', position), `The value "${option.value}" stands twice. Change one.`);
    });
  }
  if (question.kind === 'text') {
    const { minLength = 0, maxLength = MAX_TEXT, pattern } = question;
    if (maxLength > MAX_TEXT) say(at('maxLength'), `Slack takes ${MAX_TEXT} characters at the most.`);
    if (minLength > maxLength) say(at('minLength'), 'minLength is above maxLength. No answer can fit.');
    const fault = pattern === undefined ? null : patternProblem(pattern);
    if (fault) say(at('pattern'), `The pattern cannot be used: ${fault}`);
  }
  if (question.kind === 'images' && (question.maxFiles ?? 1) > MAX_PICTURES)
    say(at('maxFiles'), `${MAX_PICTURES} pictures at the most.`);
  if (question.next !== undefined) {
    problems.push(...checkRules(journey, question.id, question.next, at('next')));
    for (const target of possibleValues(question.next))
      if (target !== END && !journey.questions.some(({ id }) => id === target))
        say(at('next'), `There is no question "${target}". Name one that exists, or "${END}".`);
    if (isRules(question.next) && !question.next.some((rule) => 'default' in rule))
      say(at('next'), 'Some answers lead nowhere. Add a default.');
  }
  return problems;
}

function checkRules<T>(
  journey: Journey,
  question: string | null,
  value: ByRules<T>,
  path: (string | number)[],
): Problem[] {
  if (!isRules(value)) return [];
  const problems: Problem[] = [];
  value.forEach((rule, position) => {
    if ('default' in rule && position < value.length - 1)
      problems.push({ question, path: [...path, position], message: 'The default must stand last.' });
    if (!('when' in rule)) return;
    for (const reference of referencesOf(rule.when))
      if (!journey.questions.some(({ id }) => id === reference))
        problems.push({
          question,
          path: [...path, position],
          message: `The rule asks about "${reference}", which is no question here.`,
        });
  });
  if (problems.length > 0) return problems;
  return statesByRule(journey, [anything(journey)], value).flatMap((taken, position) => {
    const rule = value[position];
    if (taken.length > 0 || !rule || 'default' in rule) return [];
    const message = canHold(journey, rule.when)
      ? 'This rule is never reached: earlier ones decide first. Remove or move it.'
      : 'This rule can never hold. Compare with the options that are offered.';
    return [{ question, path: [...path, position], message }];
  });
}

function checkOutcome(journey: Journey): Problem[] {
  const { outcome } = journey;
  const problems: Problem[] = [];
  if (journey.title.length > LIMITS.title)
    problems.push({
      question: null,
      path: ['title'],
      message: `The title has ${journey.title.length} characters; Slack shows ${LIMITS.title}. Shorten it.`,
    });
  for (const [path, value] of outcomeParts(outcome)) {
    problems.push(...checkRules(journey, null, value, path));
    const templates = possibleValues(value).filter((item) => typeof item === 'string');
    for (const placeholder of templates.flatMap(placeholdersOf))
      if (!journey.questions.some(({ id }) => id === placeholder))
        problems.push({
          question: null,
          path,
          message: `{{${placeholder}}} names no question. Use the id of one.`,
        });
  }
  return problems;
}
