/** Static ids of the journeys feature. */
export const ids = {
  back: 'journeys.back',
  restart: 'journeys.restart',
  switch: 'journeys.switch',
  replacePictures: 'journeys.replacePictures',
  openNew: 'journeys.openNew',
  edit: 'journeys.edit',
  create: 'journeys.create',
  listMore: 'journeys.listMore',
  questionMenu: 'journeys.questionMenu',
  addQuestion: 'journeys.addQuestion',
  outcome: 'journeys.outcome',
  titleOf: 'journeys.title',
  dryRun: 'journeys.dryRun',
  review: 'journeys.review',
  undo: 'journeys.undo',
  listPage: 'journeys.listPage',
  newer: 'journeys.newer',
  older: 'journeys.older',
} as const;

/** What a question's menu offers; Slack holds five. */
export const QUESTION_MENU = ['edit', 'up', 'down', 'below', 'remove'] as const;
export type QuestionMenu = (typeof QUESTION_MENU)[number];

/** What a journey's menu offers. */
export const JOURNEY_MENU = ['figures', 'rollback', 'export', 'discard', 'archive'] as const;
export type JourneyMenu = (typeof JOURNEY_MENU)[number];
