/** A test on the answers given so far. An answer that was not given on this walk fails every comparison. */
export type Condition =
  | { question: string; equals: string }
  | { question: string; in: string[] }
  | { question: string; contains: string }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition };

/** The first `when` that holds decides; `default` stands last. */
export type Rule<T> = { when: Condition; use: T } | { default: T };

/** A value said once, or chosen by rules over the answers. */
export type ByRules<T> = T | Rule<T>[];

export type Option = { value: string; label: string; description?: string | undefined };

type QuestionBase = {
  id: string;
  ask: string;
  help?: string | undefined;
  /** What a good answer looks like. */
  example?: string | undefined;
  optional?: boolean | undefined;
  /** The question that follows, or `end`; the next one in the list when left out. */
  next?: ByRules<string> | undefined;
};

type TextKind = 'plain' | 'email' | 'number' | 'date';

type ChoiceQuestion =
  | (QuestionBase & { kind: 'single'; options: Option[] })
  | (QuestionBase & { kind: 'multi'; options: Option[] });
export type TextQuestion = QuestionBase & {
  kind: 'text';
  format?: TextKind | undefined;
  lines?: 'one' | 'many' | undefined;
  minLength?: number | undefined;
  maxLength?: number | undefined;
  /** RE2 syntax, matched against the whole answer. */
  pattern?: string | undefined;
  patternHint?: string | undefined;
};
export type ImagesQuestion = QuestionBase & { kind: 'images'; maxFiles?: number | undefined };
export type Question = ChoiceQuestion | TextQuestion | ImagesQuestion;

export type JourneyPriority = 'urgent' | 'high' | 'medium' | 'low';

export type Outcome = {
  /** Text with `{{question}}` placeholders. */
  subject: ByRules<string>;
  priority?: ByRules<JourneyPriority> | undefined;
  category?: ByRules<string> | undefined;
  skills?: ByRules<string[]> | undefined;
  slaPolicy?: ByRules<string> | undefined;
  fields?: Record<string, ByRules<string>> | undefined;
};

export type Journey = {
  key: string;
  title: string;
  description?: string | undefined;
  questions: Question[];
  outcome: Outcome;
};

/** A picture that was checked, stored, and uploaded again as the app's own. */
export type Picture = {
  /** Where our own copy lies. */
  stored: string;
  /** Slack's id of the app's own upload; absent until it was uploaded. */
  slackFile?: string | undefined;
  name: string;
  mimetype: string;
  bytes: number;
};

export type Answer = string | string[] | Picture[];
export type Answers = Readonly<Record<string, Answer>>;

export const END = 'end';
