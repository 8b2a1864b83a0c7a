/** Static ids of what the tickets feature puts on the screen; data rides in `value` and `private_metadata`. */
export const ids = {
  claim: 'tickets.claim',
  resolve: 'tickets.resolve',
  reply: 'tickets.reply',
  note: 'tickets.note',
  more: 'tickets.more',
  reopen: 'tickets.reopen',
  details: 'tickets.details',
  cancelOwn: 'tickets.cancelOwn',
  rate: 'tickets.rate',
  comment: 'tickets.comment',
  whyMe: 'tickets.whyMe',
  /** Other pages of it; the value is `<ticket>:<page>`. */
  whyNext: 'tickets.whyNext',
  whyBack: 'tickets.whyBack',
  estimate: 'tickets.estimate',
  labels: 'tickets.labels',
  /** Answered by the sla feature, which knows how the clocks came to stand where they do. */
  sla: 'tickets.sla',
  history: 'tickets.history',
  conversation: 'tickets.conversation',
  /** Long words, whole; the value is a message's id, or `request:` and a ticket's. */
  whole: 'tickets.whole',
  newer: 'tickets.newer',
  older: 'tickets.older',
  openOther: 'tickets.openOther',
  listNext: 'tickets.listNext',
  listBack: 'tickets.listBack',
  choose: 'tickets.choose',
  undo: 'tickets.undo',
  chosenTemplate: 'tickets.chosenTemplate',
  newPreset: 'tickets.newPreset',
  editReply: 'tickets.editReply',
  editTemplate: 'tickets.editTemplate',
  previewReply: 'tickets.previewReply',
  removePreset: 'tickets.removePreset',
  addDetails: 'tickets.addDetails',
  fromMessage: 'tickets.fromMessage',
  cannedReply: 'tickets.cannedReply',
  linkedNew: 'tickets.linkedNew',
} as const;

/** The entries of a card's overflow menu; Slack holds five. */
export const CARD_MENU = ['assign', 'priority', 'status', 'merge', 'details'] as const;
export type CardMenu = (typeof CARD_MENU)[number];
