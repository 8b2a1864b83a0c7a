/** What buttons and shortcuts of imports are called; never renamed, old messages keep them. */
export const ids = {
  open: 'imports.open',
  apply: 'imports.apply',
  cancel: 'imports.cancel',
  undo: 'imports.undo',
  names: 'imports.names',
  keys: 'imports.keys',
  fromMessage: 'imports.fromMessage',
} as const;
