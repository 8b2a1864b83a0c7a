import { z } from 'zod';
import {
  anyOption,
  base,
  confirmable,
  focusable,
  hasOneSource,
  link,
  overflowOption,
  pictureSource,
  placeholdable,
  plainText,
  text,
} from './shapes.ts';

const style = z.enum(['primary', 'danger']).optional();
const label = text(75).optional();

export const button = z.strictObject({
  type: z.literal('button'),
  ...base,
  ...confirmable,
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: link.optional(),
  style,
  accessibility_label: label,
});

export const workflowButton = z.strictObject({
  type: z.literal('workflow_button'),
  ...base,
  ...confirmable,
  text: plainText(75),
  workflow: z.strictObject({
    trigger: z.strictObject({
      url: link,
      customizable_input_parameters: z
        .array(z.strictObject({ name: z.string(), value: z.string() }))
        .optional(),
    }),
  }),
  style,
  accessibility_label: label,
});

export const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...base,
  ...confirmable,
  options: z.array(overflowOption).min(2).max(5),
});

export const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...base,
  ...confirmable,
  ...focusable,
  ...placeholdable,
  initial_date: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'must be a date of the form YYYY-MM-DD')
    .optional(),
});

export const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...base,
  ...confirmable,
  ...focusable,
  ...placeholdable,
  initial_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of the form HH:mm')
    .optional(),
  timezone: z
    .string()
    .refine(
      (zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC',
      'must be a valid timezone',
    )
    .optional(),
});

export const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...base,
  ...confirmable,
  ...focusable,
  initial_date_time: z.number().int().min(1_000_000_000).max(9_999_999_999).optional(),
});

interface Choice {
  options: unknown[];
  initial_option?: unknown;
  initial_options?: unknown[] | undefined;
}

function checkInitial(choice: Choice, context: z.RefinementCtx): void {
  const known = choice.options.map((option) => JSON.stringify(option));
  const initial = [choice.initial_option, ...(choice.initial_options ?? [])].filter(Boolean);
  if (!initial.every((option) => known.includes(JSON.stringify(option))))
    context.addIssue({ code: 'custom', message: 'initial options must match the options' });
}

const fewOptions = z.array(anyOption).min(1).max(10);

export const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    ...base,
    ...confirmable,
    ...focusable,
    options: fewOptions,
    initial_options: z.array(anyOption).min(1).optional(),
  })
  .superRefine(checkInitial);

export const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    ...base,
    ...confirmable,
    ...focusable,
    options: fewOptions,
    initial_option: anyOption.optional(),
  })
  .superRefine(checkInitial);

export const image = z
  .strictObject({ type: z.literal('image'), alt_text: text(2000), ...pictureSource })
  .refine(hasOneSource, 'must have either image_url or slack_file');

const feedback = z.strictObject({ text: plainText(75), value: text(2000), accessibility_label: label });

export const feedbackButtons = z.strictObject({
  type: z.literal('feedback_buttons'),
  ...base,
  positive_button: feedback,
  negative_button: feedback,
});

export const iconButton = z.strictObject({
  type: z.literal('icon_button'),
  ...base,
  ...confirmable,
  icon: text(255),
  text: plainText(75),
  value: z.string().max(2000).optional(),
  accessibility_label: label,
  visible_to_user_ids: z.array(z.string()).optional(),
});
