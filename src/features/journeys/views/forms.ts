import type { KnownBlock, ModalView } from '@slack/types';
import { stringify } from 'yaml';
import { z } from 'zod';
import { context, defineModal, safe, section } from '../../../platform/slack/index.ts';
import type { Journey } from '../domain/types.ts';
import type { Review } from '../service/drafts.ts';
import { line, pieces } from './fields.ts';
import { type FormPlace, place } from './place.ts';

const MAX_TITLE = 24;
const title = z.string('Write a title.').max(MAX_TITLE, `Write ${MAX_TITLE} characters at the most.`);

/** `yaml` may go on in further fields (`pieces`). */
export const outcomeModal = defineModal({
  id: 'journeys.outcomeModal',
  meta: z.object(place),
  fields: z.object({ yaml: z.string('Write the outcome.') }).catchall(z.unknown()),
});
export const titleModal = defineModal({
  id: 'journeys.titleModal',
  meta: z.object(place),
  fields: z.object({ title, description: z.string().default('') }),
});
export const createModal = defineModal({
  id: 'journeys.createModal',
  meta: z.null(),
  fields: z.object({
    key: z
      .string('Give it a key.')
      .regex(/^[a-z][a-z0-9-]{0,39}$/, 'Use small letters, digits and -, for example: it-access'),
    title,
  }),
});
export const reviewModal = defineModal({
  id: 'journeys.reviewModal',
  meta: z.object({ ...place, headRev: z.number() }),
  fields: z.object({}),
});

export function outcomeView(where: FormPlace, { outcome }: Journey): ModalView {
  return outcomeModal.view({
    title: 'Outcome',
    submit: 'Save',
    meta: where,
    blocks: [
      context('What becomes of the answers. {{question_id}} stands for an answer.'),
      ...pieces('yaml', 'subject, priority, category, skills, slaPolicy, fields (YAML)', stringify(outcome)),
    ],
  });
}

export function titleView(where: FormPlace, journey: Journey): ModalView {
  return titleModal.view({
    title: 'Title',
    submit: 'Save',
    meta: where,
    blocks: [
      line('title', 'Title', journey.title, { max: MAX_TITLE }),
      line('description', 'Description, shown above the first question', journey.description, {
        empty: true,
        max: 300,
      }),
    ],
  });
}

export function createView(): ModalView {
  return createModal.view({
    title: 'New journey',
    submit: 'Create',
    meta: null,
    blocks: [
      line('title', 'Title', '', { max: MAX_TITLE }),
      line('key', 'Key, for example it-access', '', {
        max: 40,
        hint: 'It names the journey for ever: `/ticket new it-access`.',
      }),
    ],
  });
}

/** What would change, or what stands in the way. */
export function reviewView(where: FormPlace, { problems, changes, since, headRev }: Review): ModalView {
  const meta = { ...where, headRev };
  if (problems.length > 0)
    return reviewModal.view({
      title: 'Not ready yet',
      close: 'Back',
      meta,
      blocks: [section('*This must be mended before it can be published:*'), ...listed(problems)],
    });
  const later = since
    ? [section(`⚠️ *${safe(since, 200)} after this draft was begun.* Publishing puts the draft in its place.`)]
    : [];
  return reviewModal.view({
    title: 'Publish',
    ...(changes.length > 0 ? { submit: 'Publish' } : {}),
    close: 'Back',
    meta,
    blocks:
      changes.length > 0
        ? [
            ...later,
            section('*This changes against the active version:*'),
            ...listed(changes),
            context('Those on their way through the active version finish it.'),
          ]
        : [...later, section('Nothing differs from the active version.')],
  });
}

/** Lines in as few blocks as Slack's limits allow, and how many more there are. */
export function listed(items: readonly string[], most = 100): KnownBlock[] {
  const shown = items.slice(0, most).map((one) => `• ${safe(one, 400)}`);
  const rest = items.length - shown.length;
  const lines = rest > 0 ? [...shown, `… and ${rest} more`] : shown;
  return Array.from({ length: Math.ceil(lines.length / 6) }, (_, index) =>
    section(lines.slice(index * 6, index * 6 + 6).join('\n')),
  );
}
