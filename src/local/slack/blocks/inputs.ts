import { z } from 'zod';
import { richText } from './rich-text.ts';
import { base, dispatchConfig, focusable, placeholdable, text } from './shapes.ts';

const typed = { ...base, ...focusable, ...placeholdable, dispatch_action_config: dispatchConfig };

function fail(context: z.RefinementCtx, message: string, field: string): void {
  context.addIssue({ code: 'custom', message, path: [field] });
}

export const plainTextInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    ...typed,
    initial_value: z.string().max(3000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.number().int().min(0).max(3000).optional(),
    max_length: z.number().int().min(1).max(3000).optional(),
  })
  .superRefine(
    (
      { min_length: min = 0, max_length: max = Number.POSITIVE_INFINITY, initial_value: initial },
      context,
    ) => {
      if (min > max) fail(context, 'must be less than or equal to max_length', 'min_length');
      if (initial !== undefined && initial.length > max)
        fail(context, 'must not be longer than max_length', 'initial_value');
    },
  );

export const emailInput = z.strictObject({
  type: z.literal('email_text_input'),
  ...typed,
  initial_value: text(3000).optional(),
});

export const urlInput = z.strictObject({
  type: z.literal('url_text_input'),
  ...typed,
  initial_value: text(3000).optional(),
});

const number = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/, 'must be a number in a string')
  .optional();

export const numberInput = z
  .strictObject({
    type: z.literal('number_input'),
    ...typed,
    is_decimal_allowed: z.boolean(),
    initial_value: number,
    min_value: number,
    max_value: number,
  })
  .superRefine((input, context) => {
    for (const field of ['initial_value', 'min_value', 'max_value'] as const)
      if (!input.is_decimal_allowed && input[field]?.includes('.'))
        fail(context, 'must be an integer as is_decimal_allowed is false', field);
    const { min_value: min = '-Infinity', max_value: max = 'Infinity', initial_value: initial } = input;
    if (Number(min) > Number(max)) fail(context, 'must be less than or equal to max_value', 'min_value');
    if (initial !== undefined && (Number(initial) < Number(min) || Number(initial) > Number(max)))
      fail(context, 'must be between min_value and max_value', 'initial_value');
  });

export const richTextInput = z
  .strictObject({
    type: z.literal('rich_text_input'),
    ...typed,
    initial_value: richText.optional(),
    min_lines: z.number().int().min(1).max(100).optional(),
    max_lines: z.number().int().min(1).max(100).optional(),
  })
  .superRefine(({ min_lines: min = 1, max_lines: max = 8 }, context) => {
    if (min > max) fail(context, 'must be less than or equal to max_lines', 'min_lines');
  });

export const fileInput = z.strictObject({
  type: z.literal('file_input'),
  ...base,
  filetypes: z.array(text(255)).min(1).optional(),
  max_files: z.number().int().min(1).max(10).optional(),
});
