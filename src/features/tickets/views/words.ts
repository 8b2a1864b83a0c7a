import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { button, context, defineModal, pieces, row, safe, section } from '../../../platform/slack/index.ts';
import type { TicketMessage } from '../domain/types.ts';
import { ids } from '../ids.ts';
import type { Message } from './card.ts';

/** Characters in one section, and how many of them a message shows: Slack takes about 12,000 together. */
const PIECE = 2_900;
const MOST_SHOWN = 3;
/** Sections of a modal, below its 250 kB. */
const MOST_READ = 60;

/** Somebody's words as they wrote them, after who it was and before what there is to say to that. */
export function wordsMessage(
  message: Pick<TicketMessage, '_id' | 'text' | 'deletedAt'>,
  intro: string,
  outro?: KnownBlock,
): Message {
  if (message.deletedAt) return said(`${intro} (message deleted)`);
  const written = pieces(message.text, PIECE);
  const rest = written.length > MOST_SHOWN ? [row(wholeButton(message._id))] : [];
  const blocks: KnownBlock[] = [
    context(intro),
    ...written.slice(0, MOST_SHOWN).map((piece) => section(piece)),
    ...rest,
    ...(outro ? [outro] : []),
  ];
  return { text: `${intro} ${written.length > 0 ? safe(message.text, 280) : 'a file'}`, blocks };
}

/** A line of the app's own. */
export const said = (text: string): Message => ({ text, blocks: [section(text)] });

/** Words of somebody in a list of many: their beginning, and the rest a click away. */
export function wordsInList(
  line: string,
  message: Pick<TicketMessage, '_id' | 'text' | 'files'>,
): KnownBlock {
  const shown = safe(message.text, 2_500);
  const isCut = pieces(message.text, 2_500).length > 1;
  const names = message.files.map(({ name }) => safe(name, 80)).slice(0, 3);
  const others =
    message.files.length > names.length ? ` and ${message.files.length - names.length} more` : '';
  const attached = names.length > 0 ? [`📎 ${names.join(', ')}${others}`] : [];
  const text = [line, ...(shown ? [shown] : []), ...attached].join('\n');
  return section(text, isCut ? wholeButton(message._id) : undefined);
}

/** What is shown of a ticket's first words, with the rest a click away. */
export function requestBlocks({ _id, text }: { _id: string; text: string }): KnownBlock[] {
  const [first, ...rest] = pieces(text, PIECE);
  if (!first) return [];
  return [section(first), ...(rest.length > 0 ? [row(wholeButton(`${REQUEST}${_id}`))] : [])];
}

/** Before a ticket's id where its first words are meant instead of a message. */
const REQUEST = 'request:';

/** Whether a button means the first words of a ticket, and of which; null when it means a message. */
export function requestIn(value: string): string | null {
  return value.startsWith(REQUEST) ? value.slice(REQUEST.length) : null;
}

function wholeButton(value: string) {
  return button(ids.whole, 'Read all', value);
}

const wholeModal = defineModal({ id: 'tickets.whole', meta: z.object({}), fields: z.object({}) });

/** Words of any length, whole. */
export function wholeView(title: string, line: string, text: string): ModalView {
  const written = pieces(text, PIECE).slice(0, MOST_READ);
  return wholeModal.view({
    title,
    close: 'Back',
    meta: {},
    blocks: [context(line), ...written.map((piece) => section(piece))],
  });
}
