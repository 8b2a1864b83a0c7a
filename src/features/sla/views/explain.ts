import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import {
  context,
  dateToken,
  defineModal,
  duration,
  header,
  safe,
  section,
} from '../../../platform/slack/index.ts';
import type { Clock, ClockName, ClockReport, ClockSpan } from '../domain/types.ts';

/** The `SLA` view: each run and pause of each clock. It has nothing to submit. */
const explainModal = defineModal({ id: 'sla.explained', meta: z.object({}), fields: z.object({}) });

const NAMES: Record<ClockName, string> = {
  first_response: 'First response',
  next_response: 'Next response',
  resolution: 'Resolution',
};

/** Older spans are summed up; what is shown stays below the text of one section. */
const SHOWN_SPANS = 20;

/** Clocks shown; a ticket that is asked again and again has one next response for each question. */
const SHOWN_CLOCKS = 20;

export function explainView(number: number, { clocks, policy }: ClockReport): ModalView {
  const shown = clocks.slice(-SHOWN_CLOCKS);
  return explainModal.view({
    title: `SLA of T-${number}`,
    close: 'Back',
    meta: {},
    blocks: [
      context(
        policy
          ? `Policy ${safe(policy.name, 75)}, counted in ${safe(policy.calendar.name, 75)} (${policy.calendar.zone})`
          : 'No policy matches this ticket, so no clock runs.',
      ),
      ...shown.flatMap(clockBlocks),
    ],
  });
}

function clockBlocks(clock: Clock): KnownBlock[] {
  const cycle = clock.cycle > 1 ? ` (${clock.cycle}.)` : '';
  const target = clock.targetMinutes === null ? 'no target' : `of ${duration(clock.targetMinutes)}`;
  const lines = [
    `*${stateOf(clock)}* · ${duration(clock.elapsedMinutes)} ${target} used`,
    ...spanLines(clock.spans),
  ];
  return [header(`${NAMES[clock.clock]}${cycle}`), section(lines.join('\n'))];
}

function stateOf(clock: Clock): string {
  const late = clock.breachedAt ? `🔴 missed, was due ${dateToken(clock.breachedAt)}` : null;
  if (clock.state === 'running') return late ?? (clock.dueAt ? `due ${dateToken(clock.dueAt)}` : 'running');
  if (clock.state === 'paused') return late ?? '⏸ paused while we wait for the customer';
  if (clock.state === 'none') return late ?? '➖ ended without result';
  return late ?? `✅ met ${clock.endedAt ? dateToken(clock.endedAt) : ''}`;
}

function spanLines(spans: readonly ClockSpan[]): string[] {
  const older = spans.slice(0, -SHOWN_SPANS);
  const minutes = older.reduce((sum, span) => sum + span.minutes, 0);
  const first = older[0];
  return [
    ...(first ? [`${dateToken(first.from)}, ${older.length} runs and pauses: ${duration(minutes)}`] : []),
    ...spans
      .slice(-SHOWN_SPANS)
      .map(
        ({ from, to, kind, minutes: used }) =>
          `${dateToken(from)} – ${dateToken(to)}: ${kind === 'pause' ? 'paused' : duration(used)}`,
      ),
  ];
}
