import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { button, context, defineModal, plain, row, safe, section } from '../../../platform/slack/index.ts';
import type { JourneyFigures } from '../domain/figures.ts';
import { ids, JOURNEY_MENU, type JourneyMenu } from '../ids.ts';
import type { JourneyHead, JourneyVersion } from '../model.ts';
import { figuresText } from './figures.ts';
import { listed } from './forms.ts';

/** Journeys on one page of the list. */
export const LIST_PAGE = 10;

export const listModal = defineModal({
  id: 'journeys.list',
  meta: z.object({ page: z.number() }),
  fields: z.object({}),
});
/** What is done to a journey, and the list to draw again. */
const target = { key: z.string(), list: z.string(), page: z.number() };
export const rollbackModal = defineModal({
  id: 'journeys.rollbackModal',
  meta: z.object(target),
  fields: z.object({ version: z.coerce.number('Choose a version.') }),
});
export const sureModal = defineModal({
  id: 'journeys.sureModal',
  meta: z.object({ ...target, what: z.enum(['discard', 'archive']), rev: z.number() }),
  fields: z.object({}),
});
export type ListTarget = { key: string; list: string; page: number };

type ListedJourney = {
  key: string;
  title: string;
  head: JourneyHead | null;
  draft: boolean;
  figures: JourneyFigures | undefined;
};

const JOURNEY_LABELS: Record<JourneyMenu, string> = {
  figures: 'How it does',
  rollback: 'Versions and roll back',
  export: 'Export as a file',
  discard: 'Throw the draft away',
  archive: 'Archive',
};

/** A page of the journeys, with how they do. */
export function journeysView(
  journeys: readonly ListedJourney[],
  page: number,
  total: number,
  note = '',
): ModalView {
  const pages = Math.max(1, Math.ceil(total / LIST_PAGE));
  const turn = [
    ...(page > 0 ? [{ label: 'Previous journeys', to: page - 1 }] : []),
    ...(page < pages - 1 ? [{ label: 'More journeys', to: page + 1 }] : []),
  ].slice(0, 2);
  return listModal.view({
    title: 'Journeys',
    close: 'Close',
    meta: { page },
    blocks: [
      row(button(ids.create, 'New journey', 'new')),
      context('A whole journey as a YAML file? Drop it in the app’s messages.'),
      ...(note ? [section(note)] : []),
      ...(total === 0 ? [section('There is no journey yet. *New journey* begins one.')] : []),
      ...journeys.flatMap(journeyBlocks),
      ...turn.map(({ label, to }) => row(button(ids.listPage, label, String(to)))),
    ],
  });
}

function journeyBlocks({ key, title, head, draft, figures }: ListedJourney): KnownBlock[] {
  const state = head?.active
    ? `version ${head.active} active`
    : head
      ? 'archived; Versions brings it back'
      : 'never published';
  return [
    section(`*${safe(title, 100)}*  \`${key}\`\n${state}${draft ? ' · a draft is being edited' : ''}`, {
      type: 'overflow',
      action_id: ids.listMore,
      options: JOURNEY_MENU.map((entry) => ({
        text: plain(JOURNEY_LABELS[entry]),
        value: `${entry}:${key}`,
      })),
    }),
    row(button(ids.edit, 'Edit', key)),
    context(`Last 30 days: ${figuresText(figures)}`),
  ];
}

/** The versions to go back to. @param names by user id */
export function rollbackView(
  where: ListTarget,
  versions: readonly Omit<JourneyVersion, 'definition'>[],
  names: ReadonlyMap<string, string>,
  active: number | null,
): ModalView {
  const options = versions.map(({ version, at, by }) => ({
    text: plain(
      `Version ${version}${version === active ? ' (active)' : ''} · ${at.toISOString().slice(0, 10)} · ${names.get(by) ?? by}`,
    ),
    value: String(version),
  }));
  return rollbackModal.view({
    title: 'Versions',
    submit: 'Activate',
    meta: where,
    blocks: [
      {
        type: 'input',
        block_id: 'version',
        label: plain('Which version is to be active'),
        element: { type: 'static_select', action_id: 'value', options },
      },
      context('Those on their way finish the version they began. You can go back and forth at any time.'),
    ],
  });
}

/** Asks before a draft is lost or a journey taken out of use, and names what that means. */
export function sureView(
  where: ListTarget & { rev: number },
  what: 'discard' | 'archive',
  title: string,
  lost: readonly string[],
): ModalView {
  const name = safe(title, 100);
  return sureModal.view({
    title: what === 'discard' ? 'Throw the draft away?' : 'Archive?',
    submit: what === 'discard' ? 'Throw away' : 'Archive',
    close: 'Keep',
    meta: { ...where, what },
    blocks:
      what === 'discard'
        ? [section(`*These changes of ${name} are lost:*`), ...listed(lost, 50)]
        : [
            section(
              `Requesters do not find *${name}* any more. Those on their way finish it. *Versions and roll back* brings it back.`,
            ),
          ],
  });
}
