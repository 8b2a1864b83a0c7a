/** What buttons and menus of sessions are called; never renamed, old messages keep them. */
export const ids = {
  pickWay: 'sessions.pickWay',
  edit: 'sessions.edit',
  remove: 'sessions.remove',
  restore: 'sessions.restore',
  newer: 'sessions.newer',
  older: 'sessions.older',
} as const;
