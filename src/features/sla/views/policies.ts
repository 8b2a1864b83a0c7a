import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { context, defineModal, plain, safe, section } from '../../../platform/slack/index.ts';
import type { TextFault } from '../policy-text.ts';
import type { Preview } from '../preview.ts';

/** What one plain text input holds. */
const MAX_TEXT = 3_000;

/** `/desk sla [key]`: all policies as YAML, or one. */
export const policiesModal = defineModal({
  id: 'sla.policies',
  meta: z.object({ key: z.string().nullable() }),
  fields: z.object({ policies: z.string('Write at least one policy.') }),
});

/** The form; with more text than it holds, the keys of the policies that can be edited one by one. */
export function policiesView(text: string, key: string | null, keys: readonly string[]): ModalView {
  const title = 'SLA policies';
  if (text.length > MAX_TEXT) {
    const each = keys.map((one) => `\`/desk sla ${safe(one, 40)}\``).join('\n');
    const tooLong = section(`All policies together are too long for one form. Edit one at a time:\n${each}`);
    return policiesModal.view({ title, close: 'Close', meta: { key }, blocks: [tooLong] });
  }
  const intro = key
    ? 'Minutes of working time. Clear the list (`policies: []`) to remove this policy.'
    : 'Minutes of working time. The first policy that matches a ticket counts.';
  return policiesModal.view({
    title,
    submit: 'Preview',
    meta: { key },
    blocks: [
      section(intro),
      {
        type: 'input',
        block_id: 'policies',
        label: plain(key ? 'Policy (YAML)' : 'Policies and calendars (YAML)'),
        element: {
          type: 'plain_text_input',
          action_id: 'value',
          multiline: true,
          max_length: MAX_TEXT,
          initial_value: text,
        },
      },
    ],
  });
}

/** What publishing would do, before it is done. */
export const previewModal = defineModal({
  id: 'sla.preview',
  meta: z.object({ draftId: z.string() }),
  fields: z.object({}),
});

export function previewView(draftId: string, preview: Preview, names: readonly string[]): ModalView {
  return previewModal.view({
    title: 'SLA policies',
    submit: 'Publish',
    close: 'Back',
    meta: { draftId },
    blocks: [
      section(`*${effectText(preview)}*`),
      section(`In force would be: ${names.map((name) => safe(name, 75)).join(', ')}.`),
      context('What has elapsed carries over. A past breach stays. Closed tickets do not change.'),
    ],
  });
}

/** `42 open tickets change their due time; 3 breach at once.` */
export function effectText({ changed, breaching, without, seen, open }: Preview): string {
  const tickets = (count: number) => `${count} open ${count === 1 ? 'ticket' : 'tickets'}`;
  const parts = [
    changed === 1 ? '1 open ticket changes its due time' : `${tickets(changed)} change their due time`,
  ];
  if (breaching > 0) parts.push(breaching === 1 ? '1 breaches at once' : `${breaching} breach at once`);
  if (without > 0) parts.push(`${without} would have no clock`);
  const looked = seen < open ? ` (of the first ${seen} of ${open} that are open)` : '';
  return `${parts.join('; ')}${looked}.`;
}

/** Faults as one message beside the field. */
export function faultsText(faults: readonly TextFault[]): string {
  const shown = faults.slice(0, 5).map(({ line, message }) => (line ? `Line ${line}: ${message}` : message));
  const more = faults.length > 5 ? [`And ${faults.length - 5} more.`] : [];
  return [...shown, ...more].join(' · ');
}
