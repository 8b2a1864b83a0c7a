import { z } from 'zod';
import { context, fileField, safe, textField } from '../../../platform/slack/index.ts';
import type { Ticket } from '../domain/types.ts';

/** Where a form was opened: the ticket view behind it, or the channel with the card. The outcome is told there. */
export const opened = { behind: z.string().optional(), channel: z.string().optional() };
export type Opened = { behind?: string | undefined; channel?: string | undefined };

/** What a form about a ticket remembers. */
export const meta = z.object({ ticketId: z.string(), ...opened });

export type Subject = Pick<Ticket, '_id' | 'number' | 'subject'>;

/** Which ticket a form is about. */
export const about = ({ number, subject }: Subject) => context(safe(`T-${number} · ${subject}`, 300));

/** Files beside words. */
export const filesField = () => fileField({ name: 'files', label: 'Files', most: 10, optional: true });

/** A reason, or other words, on several lines. */
export const reasonField = (name: string, label: string, optional = true) =>
  textField({ name, label, multiline: true, optional });
