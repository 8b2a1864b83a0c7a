import { defineModel } from '../database/index.ts';

/** One event of Slack's, kept from before the acknowledgement until its listeners are through. */
export interface InboxRow {
  eventId: string;
  /** Events of one lane (a conversation, else a user) are handled one after the other. */
  lane: string;
  body: Record<string, unknown>;
  receivedAt: Date;
  state: 'waiting' | 'done' | 'failed';
  attempts: number;
  /** Nobody takes the row before this moment: a lease while it is handled, a pause after a failure. */
  notBefore: Date;
  expireAt?: Date;
  error?: string;
}

export const inboxModel = defineModel<InboxRow>(
  'inbox',
  {
    eventId: { type: String, required: true },
    lane: { type: String, required: true },
    body: { type: Object, required: true },
    receivedAt: { type: Date, required: true },
    state: { type: String, required: true },
    attempts: { type: Number, required: true },
    notBefore: { type: Date, required: true },
    expireAt: Date,
    error: String,
  },
  [
    {
      keys: { workspace: 1, eventId: 1 },
      unique: true,
      serves: 'an event is stored once however often Slack sends it',
    },
    { keys: { workspace: 1, state: 1, notBefore: 1 }, serves: 'the sweep: what waits and may be taken' },
    { keys: { workspace: 1, receivedAt: -1 }, serves: 'what was heard last' },
    { keys: { expireAt: 1 }, expireAfterSeconds: 0, serves: 'handled events are dropped after a week' },
  ],
);
