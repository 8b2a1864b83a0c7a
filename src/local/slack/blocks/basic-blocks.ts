import { z } from 'zod';
import {
  button,
  checkboxes,
  datepicker,
  datetimepicker,
  feedbackButtons,
  iconButton,
  image,
  overflow,
  radioButtons,
  timepicker,
  workflowButton,
} from './elements.ts';
import { emailInput, fileInput, numberInput, plainTextInput, richTextInput, urlInput } from './inputs.ts';
import { multiSelects, selects } from './menus.ts';
import { anyText, hasOneSource, identifier, mrkdwn, pictureSource, plainText, text } from './shapes.ts';

const block = { block_id: identifier };
const choices = [checkboxes, datepicker, radioButtons, timepicker, ...selects, ...multiSelects] as const;

export const section = z
  .strictObject({
    type: z.literal('section'),
    ...block,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: z.discriminatedUnion('type', [button, workflowButton, overflow, image, ...choices]).optional(),
    expand: z.boolean().optional(),
  })
  .superRefine((each, context) => {
    if (each.text === undefined && each.fields === undefined)
      context.addIssue({ code: 'custom', message: 'missing required field: text' });
  });

export const actions = z.strictObject({
  type: z.literal('actions'),
  ...block,
  elements: z
    .array(
      z.discriminatedUnion('type', [
        button,
        workflowButton,
        overflow,
        datetimepicker,
        richTextInput,
        ...choices,
      ]),
    )
    .min(1)
    .max(25),
});

export const context = z.strictObject({
  type: z.literal('context'),
  ...block,
  elements: z
    .array(z.discriminatedUnion('type', [image, plainText(3000), mrkdwn(3000)]))
    .min(1)
    .max(10),
});

export const contextActions = z.strictObject({
  type: z.literal('context_actions'),
  ...block,
  elements: z
    .array(z.discriminatedUnion('type', [feedbackButtons, iconButton]))
    .min(1)
    .max(5),
});

export const divider = z.strictObject({ type: z.literal('divider'), ...block });

export const header = z.strictObject({ type: z.literal('header'), ...block, text: plainText(150) });

export const imageBlock = z
  .strictObject({
    type: z.literal('image'),
    ...block,
    alt_text: text(2000),
    title: plainText(2000).optional(),
    ...pictureSource,
  })
  .refine(hasOneSource, 'must have either image_url or slack_file');

export const input = z.strictObject({
  type: z.literal('input'),
  ...block,
  label: plainText(2000),
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: z.discriminatedUnion('type', [
    plainTextInput,
    emailInput,
    urlInput,
    numberInput,
    richTextInput,
    fileInput,
    datetimepicker,
    ...choices,
  ]),
});

export const markdown = z.strictObject({ type: z.literal('markdown'), ...block, text: text(12_000) });
