/** Static ids of what escalation puts on the screen. */
export const ids = {
  acknowledge: 'escalation.acknowledge',
  unacknowledge: 'escalation.unacknowledge',
  take: 'escalation.take',
  reassign: 'escalation.reassign',
  takeAsked: 'escalation.takeAsked',
  ask: 'escalation.ask',
  askOther: 'escalation.askOther',
} as const;
