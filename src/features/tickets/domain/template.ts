import type { Ticket } from './types.ts';

/** What a ticket is opened from, so that the same request need not be typed twice. */
export type TicketTemplate = Pick<
  Ticket,
  'subject' | 'text' | 'category' | 'priority' | 'tags' | 'fields'
> & {
  key: string;
  title: string;
};
