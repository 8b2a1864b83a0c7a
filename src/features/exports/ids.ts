/** What buttons of exports are called; never renamed, old messages keep them. */
export const ids = {
  open: 'exports.open',
  cancel: 'exports.cancel',
} as const;
