import { z } from 'zod';

/** A string of `min` to `max` characters. */
export const text = (max: number, min = 1) => z.string().min(min).max(max);

/** Slack's ids of blocks and actions. */
export const identifier = text(255).optional();

/** A `plain_text` object of at most `max` characters. */
export const plainText = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: text(max), emoji: z.boolean().optional() });

/** A `mrkdwn` object of at most `max` characters. */
export const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: text(max), verbatim: z.boolean().optional() });

/** Either kind of text object. */
export const anyText = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);

/** An address of at most 3000 characters. */
export const link = text(3000).regex(/^[a-z][a-z0-9+.-]*:/i, 'must be a valid URL');

/** An address that Slack's servers must be able to fetch. */
const webLink = text(3000).regex(/^https?:\/\//i, 'must be a valid URL');

const confirm = z.strictObject({
  title: plainText(100).optional(),
  text: anyText(300),
  confirm: plainText(30).optional(),
  deny: plainText(30).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

const optionValue = text(75);
const optionDescription = plainText(75).optional();

/** An option of a menu: plain text. */
export const plainOption = z.strictObject({
  text: plainText(75),
  value: optionValue,
  description: optionDescription,
});

/** An option of radio buttons or checkboxes: either kind of text. */
export const anyOption = z.strictObject({
  text: anyText(75),
  value: optionValue,
  description: z.union([plainText(75), mrkdwn(75)]).optional(),
});

/** An option of an overflow menu, which may lead to an address. */
export const overflowOption = z.strictObject({
  text: plainText(75),
  value: optionValue.optional(),
  description: optionDescription,
  url: link.optional(),
});

export const optionGroup = z.strictObject({
  label: plainText(75),
  options: z.array(plainOption).min(1).max(100),
});

/** A picture's source: an address or a file in Slack, one of the two. */
export const pictureSource = {
  image_url: webLink.optional(),
  slack_file: z
    .strictObject({ id: z.string().optional(), url: z.string().optional() })
    .refine((file) => (file.id === undefined) !== (file.url === undefined), 'must have either id or url')
    .optional(),
};

/** Whether a picture names exactly one source. */
export const hasOneSource = (picture: { image_url?: unknown; slack_file?: unknown }) =>
  (picture.image_url === undefined) !== (picture.slack_file === undefined);

export const dispatchConfig = z
  .strictObject({
    trigger_actions_on: z
      .array(z.enum(['on_enter_pressed', 'on_character_entered']))
      .min(1)
      .optional(),
  })
  .optional();

export const conversationFilter = z
  .strictObject({
    include: z
      .array(z.enum(['im', 'mpim', 'private', 'public']))
      .min(1)
      .optional(),
    exclude_external_shared_channels: z.boolean().optional(),
    exclude_bot_users: z.boolean().optional(),
  })
  .refine((filter) => Object.keys(filter).length > 0, 'must have at least one field')
  .optional();

/** Fields that several elements have. */
export const base = { action_id: identifier };
export const confirmable = { confirm: confirm.optional() };
export const focusable = { focus_on_load: z.boolean().optional() };
export const placeholdable = { placeholder: plainText(150).optional() };
export const selectsMany = { max_selected_items: z.number().int().min(1).optional() };
