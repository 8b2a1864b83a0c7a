import { z } from 'zod';
import {
  actions,
  context,
  contextActions,
  divider,
  header,
  imageBlock,
  input,
  markdown,
  section,
} from './basic-blocks.ts';
import { alert, card, carousel, container, dataTable, plan, table, taskCard, video } from './rich-blocks.ts';
import { richText } from './rich-text.ts';
import { plainText } from './shapes.ts';

const everywhere = [
  section,
  actions,
  context,
  divider,
  header,
  imageBlock,
  input,
  richText,
  video,
  alert,
  card,
  container,
] as const;
const messagesOnly = [contextActions, markdown, table, dataTable, carousel, taskCard, plan] as const;

/** Blocks of a message: at most 50. */
export const messageBlocks = z.array(z.discriminatedUnion('type', [...everywhere, ...messagesOnly])).max(50);

const viewBlocks = z.array(z.discriminatedUnion('type', everywhere)).max(100);

const view = {
  blocks: viewBlocks,
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
};

export const homeView = z.strictObject({ type: z.literal('home'), ...view });

export const modalView = z.strictObject({
  type: z.literal('modal'),
  ...view,
  title: plainText(24),
  submit: plainText(24).optional(),
  close: plainText(24).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
});
