import { z } from 'zod';
import { actions, context, divider, header, imageBlock, input, section } from './basic-blocks.ts';
import { button, image } from './elements.ts';
import { richText } from './rich-text.ts';
import { anyText, identifier, mrkdwn, plainText, text } from './shapes.ts';

const block = { block_id: identifier };
const secure = text(3000).regex(/^https:\/\//i, 'must be a valid HTTPS URL');

const cell = z.discriminatedUnion('type', [
  richText,
  z.strictObject({ type: z.literal('raw_text'), text: text(10_000) }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: text(10_000) }),
]);

export const table = z.strictObject({
  type: z.literal('table'),
  ...block,
  rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
  column_settings: z
    .array(
      z
        .strictObject({
          align: z.enum(['left', 'center', 'right']).optional(),
          is_wrapped: z.boolean().optional(),
        })
        .nullable(),
    )
    .max(20)
    .optional(),
});

export const dataTable = z.strictObject({
  type: z.literal('data_table'),
  ...block,
  rows: z.array(z.array(cell).min(1).max(20)).min(1),
  caption: text(2000),
  page_size: z.number().int().min(1).max(100).optional(),
  row_header_column_index: z.number().int().min(0).optional(),
});

export const video = z.strictObject({
  type: z.literal('video'),
  ...block,
  video_url: secure,
  thumbnail_url: text(3000),
  alt_text: text(2000),
  title: plainText(199),
  title_url: secure.optional(),
  author_name: text(49).optional(),
  provider_name: text(255).optional(),
  provider_icon_url: text(3000).optional(),
  description: plainText(200).optional(),
});

export const alert = z.strictObject({
  type: z.literal('alert'),
  ...block,
  text: anyText(3000),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});

export const card = z
  .strictObject({
    type: z.literal('card'),
    ...block,
    hero_image: image.optional(),
    icon: image.optional(),
    title: mrkdwn(150).optional(),
    subtitle: mrkdwn(150).optional(),
    body: mrkdwn(200).optional(),
    actions: z.array(button).min(1).optional(),
  })
  .refine(
    (each) => (each.hero_image ?? each.title ?? each.actions ?? each.body) !== undefined,
    'must have hero_image, title, actions or body',
  );

export const carousel = z.strictObject({
  type: z.literal('carousel'),
  ...block,
  elements: z.array(card).min(1).max(10),
});

const urlSource = z.strictObject({ type: z.literal('url'), url: text(3000), text: text(3000) });

export const taskCard = z.strictObject({
  type: z.literal('task_card'),
  ...block,
  task_id: text(255),
  title: text(3000),
  details: richText.optional(),
  output: richText.optional(),
  sources: z.array(urlSource).optional(),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
});

export const plan = z.strictObject({
  type: z.literal('plan'),
  ...block,
  title: text(3000),
  tasks: z.array(taskCard).optional(),
});

export const container = z
  .strictObject({
    type: z.literal('container'),
    ...block,
    title: plainText(150).optional(),
    rich_text_title: richText.optional(),
    subtitle: anyText(150).optional(),
    child_blocks: z
      .array(
        z.discriminatedUnion('type', [
          actions,
          context,
          divider,
          header,
          imageBlock,
          input,
          richText,
          section,
          table,
          video,
        ]),
      )
      .min(1)
      .max(10),
    width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
    icon: image.optional(),
    is_collapsible: z.boolean().optional(),
    default_collapsed: z.boolean().optional(),
    has_header_divider: z.boolean().optional(),
  })
  .refine((each) => (each.title ?? each.rich_text_title) !== undefined, 'missing required field: title');
