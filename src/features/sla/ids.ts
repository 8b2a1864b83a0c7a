/** Static ids of what the sla feature puts on the screen. */
export const ids = {
  /** The menu of one policy; the value is `<what>:<key>`. */
  policy: 'sla.policy',
  /** The menu of one calendar; the value is `<what>:<key>`. */
  calendar: 'sla.calendar',
  newPolicy: 'sla.newPolicy',
  newCalendar: 'sla.newCalendar',
  yaml: 'sla.yaml',
} as const;
