/** Static ids of what assignment puts on the screen. */
export const ids = {
  /** For one ticket; the value is `<handover>:<ticket>`. */
  keep: 'assignment.keep',
  giveBack: 'assignment.giveBack',
  /** For all that is undecided; the value is the handover. */
  keepAll: 'assignment.keepAll',
  giveBackAll: 'assignment.giveBackAll',
  /** The value is `<handover>:<page>`. */
  handoverNext: 'assignment.handoverNext',
  handoverBack: 'assignment.handoverBack',
} as const;
