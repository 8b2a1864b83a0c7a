/** Static ids of what assignment puts on the screen; the value is `<handover>:<ticket>`. */
export const ids = {
  keep: 'assignment.keep',
  giveBack: 'assignment.giveBack',
} as const;
