import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import {
  button,
  choiceField,
  context,
  defineModal,
  parsedField,
  plain,
  row,
  safe,
  section,
  textField,
} from '../../../platform/slack/index.ts';
import { type CannedReply, fillCanned, placeholderFault } from '../domain/canned.ts';
import { formatFields, parseFields } from '../domain/fields-text.ts';
import { PRIORITIES } from '../domain/states.ts';
import type { TicketTemplate } from '../domain/template.ts';
import { ids } from '../ids.ts';
import { PRIORITY_SIGNS } from './signs.ts';

const KINDS = ['reply', 'template'] as const;
export type Kind = (typeof KINDS)[number];

/** All canned replies, or all ticket templates. */
export const presetListModal = defineModal({
  id: 'tickets.presets',
  meta: z.object({ kind: z.enum(KINDS) }),
  fields: z.object({}),
});

const LISTS: Record<Kind, { title: string; add: string; edit: string; empty: string; what: string }> = {
  reply: {
    title: 'Canned replies',
    add: 'New reply',
    edit: ids.editReply,
    empty: 'There is no canned reply yet. Write one, and everybody finds it in the Reply form.',
    what: 'Everybody finds these in the Reply form.',
  },
  template: {
    title: 'Ticket templates',
    add: 'New template',
    edit: ids.editTemplate,
    empty: 'There is no template yet. Write one, and agents open tickets from it with `/ticket template`.',
    what: 'Agents open tickets from these with `/ticket template`.',
  },
};

type Listed = { key: string; title: string; text: string };

/** The list to edit, or only to read; `done` says what was just changed. */
export function presetListView(kind: Kind, presets: readonly Listed[], done = ''): ModalView {
  const { title, add, edit, empty, what } = LISTS[kind];
  return presetListModal.view({
    title,
    close: 'Close',
    meta: { kind },
    blocks: [
      ...(done ? [section(safe(done, 300))] : []),
      section(presets.length > 0 ? what : empty),
      row(button(ids.newPreset, add, kind, 'primary')),
      ...presets.map(({ key, title: name, text }) =>
        section(`*${safe(name, 75)}*\n${safe(text.replaceAll(/\s+/g, ' '), 120)}`, button(edit, 'Edit', key)),
      ),
    ],
  });
}

const meta = z.object({ key: z.string(), rev: z.number(), list: z.string().optional() });
export type PresetMeta = z.infer<typeof meta>;
const title = z.string('Give it a name.').trim().min(1, 'Give it a name.').max(75);

export const replyPresetModal = defineModal({
  id: 'tickets.replyPreset',
  meta,
  fields: z.object({
    title,
    text: z
      .string('Write what the requester will read.')
      .trim()
      .min(1, 'Write what the requester will read.')
      .superRefine((text, { addIssue }) => {
        const message = placeholderFault(text);
        if (message) addIssue({ code: 'custom', message });
      }),
  }),
});

export function replyPresetView(reply: CannedReply | null, given: PresetMeta): ModalView {
  return replyPresetModal.view({
    title: reply ? 'Edit reply' : 'New reply',
    submit: 'Save',
    meta: given,
    blocks: [
      textField({ name: 'title', label: 'Name, for the team', value: reply?.title, max: 75 }),
      textField({
        name: 'text',
        label: 'What the requester will read',
        hint: 'Filled in when it is used: {{customer}}, {{ticket}}, {{agent}}',
        value: reply?.text,
        multiline: true,
      }),
      row(button(ids.previewReply, 'Preview'), ...(reply ? [removeButton('reply', reply)] : [])),
    ],
  });
}

/** How a reply reads with everything filled in. */
export function replyPreviewView(text: string, agent: string): ModalView {
  const fault = placeholderFault(text);
  const shown = fillCanned({ text }, { customer: 'Ana', ticket: 'T-1042', agent });
  const blocks: KnownBlock[] = [
    context('As Ana would read it on T-1042'),
    section(safe(shown, 2_900) || 'Nothing is written yet.'),
  ];
  if (fault) blocks.push(section(`⚠️ ${safe(fault, 500)}`));
  return presetListModal.view({ title: 'Preview', close: 'Back', meta: { kind: 'reply' }, blocks });
}

/** What a template asks for, in its own form and when a ticket is opened from it. */
export const templateFields = {
  subject: z.string('Write a subject.').trim().min(1, 'Write a subject.').max(200),
  text: z.string().default(''),
  category: z.string().trim().default(''),
  priority: z.enum(PRIORITIES, 'Choose a priority.'),
  tags: z.string().default(''),
  fields: parsedField(parseFields),
};

export const templatePresetModal = defineModal({
  id: 'tickets.templatePreset',
  meta,
  fields: z.object({ title, ...templateFields }),
});

export function templatePresetView(template: TicketTemplate | null, given: PresetMeta): ModalView {
  return templatePresetModal.view({
    title: template ? 'Edit template' : 'New template',
    submit: 'Save',
    meta: given,
    blocks: [
      textField({ name: 'title', label: 'Name, for the team', value: template?.title, max: 75 }),
      ...templateInputs(template),
      ...(template ? [row(removeButton('template', template))] : []),
    ],
  });
}

/** The inputs of a ticket's content; another `round` forgets what was typed. */
export function templateInputs(template: TicketTemplate | null, round = 0): KnownBlock[] {
  const name = (field: string) => (round > 0 ? `${field}#${round}` : field);
  return [
    textField({ name: name('subject'), label: 'Subject', value: template?.subject, max: 200 }),
    textField({
      name: name('text'),
      label: 'Text',
      value: template?.text,
      multiline: true,
      optional: true,
    }),
    choiceField({
      name: name('priority'),
      label: 'Priority',
      options: PRIORITY_SIGNS,
      value: template?.priority ?? 'medium',
    }),
    textField({
      name: name('category'),
      label: 'Category',
      value: template?.category,
      max: 75,
      optional: true,
    }),
    textField({
      name: name('tags'),
      label: 'Tags, with commas between',
      value: template?.tags.join(', '),
      max: 1_000,
      optional: true,
    }),
    textField({
      name: name('fields'),
      label: 'Fields, one a line',
      hint: 'For example: order: 4711',
      value: template ? formatFields(template.fields) : '',
      multiline: true,
      optional: true,
    }),
  ];
}

function removeButton(kind: Kind, { key, title: name }: { key: string; title: string }) {
  return {
    ...button(ids.removePreset, 'Remove', `${kind}:${key}`, 'danger' as const),
    confirm: {
      title: plain('Remove this?', 100),
      text: plain(`“${name}” is not offered any more. An owner can bring it back with /desk audit.`, 300),
      confirm: plain('Remove', 30),
      deny: plain('Keep it', 30),
      style: 'danger' as const,
    },
  };
}
