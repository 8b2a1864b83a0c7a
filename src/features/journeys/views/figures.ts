import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { context, defineModal, duration, safe, section } from '../../../platform/slack/index.ts';
import type { JourneyFigures } from '../domain/figures.ts';
import type { FiguresByVersion } from '../service/figures.ts';

const figuresModal = defineModal({ id: 'journeys.figures', meta: z.null(), fields: z.object({}) });
const MOST_VERSIONS = 10;

/** How a journey does, in one line of mrkdwn. */
export function figuresText(figures: JourneyFigures | undefined): string {
  if (!figures || figures.started === 0) return 'nobody began it';
  const { started, finished, medianMinutes, givenUp } = figures;
  const [worst] = givenUp;
  return [
    `${started} started`,
    `${finished} finished (${((100 * finished) / started).toFixed(1)} %)`,
    ...(medianMinutes === null ? [] : [`median ${timeText(medianMinutes)}`]),
    ...(worst ? [`most given up at “${safe(worst.ask, 60)}” (${worst.count})`] : []),
  ].join(' · ');
}

/** How a journey does: in all, by version, and question by question where people gave up. */
export function figuresView(
  title: string,
  figures: FiguresByVersion | undefined,
  active: number | null,
): ModalView {
  const versions = figures?.versions.slice(0, MOST_VERSIONS) ?? [];
  return figuresModal.view({
    title: 'How it does',
    close: 'Back',
    meta: null,
    blocks: [
      section(`*${safe(title, 100)}*, last 30 days: ${figuresText(figures?.total)}`),
      ...(figures
        ? []
        : [section('Figures come as soon as somebody begins it, for example with `/ticket new`.')]),
      ...versions.map(({ version, figures: own }) =>
        section(
          [
            `*Version ${version}*${version === active ? ' (active)' : ''}: ${figuresText(own)}`,
            ...linesOf(own),
          ].join('\n'),
        ),
      ),
      context(
        'Given up: started over, or untouched for a day. Dry runs are left out. Added up every minute.',
      ),
    ],
  });
}

const linesOf = ({ givenUp }: JourneyFigures): string[] =>
  givenUp.slice(0, 10).map(({ ask, count }) => `• given up at “${safe(ask, 100)}”: ${count}`);

const timeText = (minutes: number): string => (minutes < 1 ? 'under 1 min' : duration(minutes));
