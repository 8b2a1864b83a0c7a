export { context, header, limits, plain, section } from './blocks.ts';
export { clientOptions, createBolt, type Installation, identify } from './bolt.ts';
export { type CommandGroup, commandNames, umbrellaCommand } from './command-names.ts';
export type {
  ActionContext,
  CommandContext,
  EventContext,
  InteractionContext,
  Notice,
  Option,
  OptionsContext,
  ShortcutContext,
  SubmissionAnswer,
  SubmissionContext,
} from './context.ts';
export { Slack } from './gateway.ts';
export { defineModal, type Modal, type SubmittedView } from './modal.ts';
export { parsedField } from './parsed-field.ts';
export { clean, dateToken, duration, escapeText, mention, safe, truncate } from './text.ts';
export { type Fields, readState, type SubmittedFile } from './view-state.ts';
