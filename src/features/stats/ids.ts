/** What buttons and inputs of the stats views are called; never renamed, old messages keep them. */
export const ids = {
  pickDate: 'stats.pickDate',
  pickPerson: 'stats.pickPerson',
  showMore: 'stats.showMore',
  remove: 'stats.remove',
  restore: 'stats.restore',
  unlock: 'stats.unlock',
  logFromHome: 'stats.logFromHome',
} as const;
