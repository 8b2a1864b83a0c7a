import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { context, defineModal, plain, type SubmittedFile, section } from '../../../platform/slack/index.ts';

/** The form of `/stats import`. */
export const importModal = defineModal({
  id: 'imports.ask',
  meta: z.null(),
  fields: z.object({
    files: z.custom<SubmittedFile[]>((value) => Array.isArray(value) && value.length > 0, {
      error: 'Choose a CSV file.',
    }),
    day: z.string().optional(),
    agent: z.string().trim().max(200).optional(),
  }),
});

/** A file, and the day or agent of all its rows where it has no such column. */
export function importView(): ModalView {
  return importModal.view({
    title: 'Import figures',
    submit: 'Read',
    meta: null,
    blocks: [
      {
        type: 'input',
        block_id: 'files',
        label: plain('CSV file'),
        element: { type: 'file_input', action_id: 'value', max_files: 1 },
      },
      {
        type: 'input',
        block_id: 'day',
        optional: true,
        label: plain('Day of all rows, if the file has no such column', 200),
        element: { type: 'datepicker', action_id: 'value' },
      },
      {
        type: 'input',
        block_id: 'agent',
        optional: true,
        label: plain('Agent of all rows, if the file has no such column', 200),
        element: { type: 'plain_text_input', action_id: 'value', max_length: 200 },
      },
      context(
        'You see what would change before anything is changed. Larger than 10 MB: drop the file in the messages with the app.',
      ),
    ],
  });
}

const started = defineModal({ id: 'imports.started', meta: z.null(), fields: z.object({}) });

/** After the file was given. */
export function startedView(): ModalView {
  return started.view({
    title: 'Import figures',
    close: 'Close',
    meta: null,
    blocks: [section('⏳ The file is being read. What it would change comes in your messages with the app.')],
  });
}

/** The day or agent of all rows of a file that has no such column. */
export const keysModal = defineModal({
  id: 'imports.keysOfAll',
  meta: z.object({ importId: z.string() }),
  fields: z.object({
    day: z.string({ error: 'Pick the day.' }).optional(),
    agent: z.string({ error: 'Pick the agent.' }).optional(),
  }),
});

/** Asks for what the file does not say. */
export function keysView(importId: string, asks: readonly ('day' | 'agent')[]): ModalView {
  const inputs = {
    day: { label: 'Day of all rows', element: { type: 'datepicker', action_id: 'value' } },
    agent: { label: 'Agent of all rows', element: { type: 'users_select', action_id: 'value' } },
  } as const;
  return keysModal.view({
    title: 'Import figures',
    submit: 'Read',
    meta: { importId },
    blocks: asks.map(
      (key): KnownBlock => ({
        type: 'input',
        block_id: key,
        label: plain(inputs[key].label),
        element: inputs[key].element,
      }),
    ),
  });
}

/** Whom the unknown names of a file mean. The fields are `name0`, `name1` … in the order of `meta.names`. */
export const namesModal = defineModal({
  id: 'imports.whoIsWho',
  meta: z.object({ importId: z.string(), names: z.array(z.string()) }),
  fields: z.record(z.string(), z.unknown()),
});

/** `private_metadata` holds 3,000 characters; longer lists are asked in several goes. */
const mostMetaCharacters = 2_400;

/** One menu of people for each name. */
export function namesView(importId: string, all: readonly string[]): ModalView {
  const names: string[] = [];
  for (const name of all) if (JSON.stringify([...names, name]).length < mostMetaCharacters) names.push(name);
  return namesModal.view({
    title: 'Who are they?',
    submit: 'Save',
    meta: { importId, names },
    blocks: [
      ...names.map(
        (name, index): KnownBlock => ({
          type: 'input',
          block_id: `name${index}`,
          optional: true,
          label: plain(name, 200),
          element: { type: 'users_select', action_id: 'value' },
        }),
      ),
      context('Left empty, a name stays a name. The answer is remembered.'),
    ],
  });
}
