/** The slash commands, in one place; the manifest follows (a test compares). `/shiftdesk stats log` does what `/stats log` does. */
export const commandNames = {
  ticket: '/ticket',
  stats: '/stats',
  shift: '/shift',
  session: '/session',
  desk: '/desk',
} as const;

/** Always there, whatever the others are called. */
export const umbrellaCommand = '/shiftdesk';

/** The part of a command's name that code uses: `ticket` for `/ticket`. */
export type CommandGroup = keyof typeof commandNames;
