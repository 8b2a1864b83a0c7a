export { button, context, fields, header, limits, plain, row, section } from './blocks.ts';
export { createBolt, identify } from './bolt.ts';
export { commandNames, umbrellaCommand } from './command-names.ts';
export type {
  ActionContext,
  CommandContext,
  EventContext,
  InteractionContext,
  Notice,
  ShortcutContext,
  SubmissionAnswer,
  SubmissionContext,
} from './context.ts';
export { Slack } from './gateway.ts';
export {
  channelField,
  channelsField,
  checkField,
  choiceField,
  dateField,
  fileField,
  manyField,
  numberField,
  peopleField,
  personField,
  radioField,
  textField,
} from './inputs.ts';
export { defineModal, type SubmittedView } from './modal.ts';
export { parsedField } from './parsed-field.ts';
export { aligned, clean, dateToken, duration, escapeText, mention, pieces, safe, truncate } from './text.ts';
export type { SubmittedFile } from './view-state.ts';
