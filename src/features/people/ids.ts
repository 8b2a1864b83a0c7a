/** Static ids of what people puts on the screen; Home shows the switch too. */
export const ids = {
  /** A select or button whose value is an availability. */
  availability: 'people.availability',
  editHours: 'people.editHours',
  /** Somebody else's hours; the value is who. */
  hoursOf: 'people.hoursOf',
  /** Opens the profiles; answered by settings, which writes changes down. */
  change: 'people.change',
  /** Whether an account is one's own; the value is the link. */
  confirmLink: 'people.confirmLink',
  refuseLink: 'people.refuseLink',
} as const;
