/** Static ids of what people puts on the screen; Home shows the switch too. */
export const ids = {
  /** A select or button whose value is an availability. */
  availability: 'people.availability',
  editHours: 'people.editHours',
} as const;
