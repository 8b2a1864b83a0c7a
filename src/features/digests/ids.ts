/** What buttons of digests are called; never renamed, old messages keep them. */
export const ids = {
  add: 'digests.add',
  edit: 'digests.edit',
  test: 'digests.test',
  pause: 'digests.pause',
  remove: 'digests.remove',
  sendNow: 'digests.sendNow',
} as const;
