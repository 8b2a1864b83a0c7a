/** Static ids of what settings puts on the screen. */
export const ids = { undo: 'settings.undo' } as const;
