import { eachSession } from '../../../sessions/index.ts';
import { eachAudit } from '../../../settings/index.ts';
import { type Dataset, inBatches, momentsOf, toolsFor } from './shared.ts';

/** Session records logged in the range; a person's are those they logged. */
export const sessions: Dataset = {
  fields: [
    'logged_at',
    'logged_by',
    'customer',
    'region',
    'sessions',
    'source',
    'destination',
    'minutes',
    'observation',
  ],
  async *rows(desk, request) {
    const { name, time, isAsked } = await toolsFor(desk, request);
    for await (const some of inBatches(eachSession(desk, momentsOf(request))))
      yield some
        .filter(({ by }) => isAsked(by))
        .map((record) => [
          time(record.at),
          name(record.by),
          record.customer,
          record.region,
          record.sessions,
          record.source,
          record.destination,
          record.minutes,
          record.observation,
        ]);
  },
};

/** Changes of people, settings and policies in the range; a person's are those they made. */
export const audit: Dataset = {
  fields: ['at', 'by', 'kind', 'subject', 'summary', 'before', 'after', 'undone_by'],
  async *rows(desk, request) {
    const { name, time, isAsked } = await toolsFor(desk, request);
    for await (const some of inBatches(eachAudit(desk, momentsOf(request))))
      yield some
        .filter(({ by }) => isAsked(by))
        .map(({ at, by, kind, subject, summary, before, after, undoneBy }) => [
          time(at),
          name(by),
          kind,
          name(subject),
          summary,
          JSON.stringify(before),
          JSON.stringify(after),
          name(undoneBy),
        ]);
  },
};
