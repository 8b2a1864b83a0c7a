import { eachSession } from '../../../sessions/index.ts';
import { eachAudit } from '../../../settings/index.ts';
import { tableOf } from './table.ts';

/** Session records logged in the range; a person's are those they logged. */
export const sessions = tableOf({
  each: eachSession,
  isRow: ({ by }, { isAsked }) => isAsked(by),
  columns: {
    logged_at: ({ at }, { time }) => time(at),
    logged_by: ({ by }, { name }) => name(by),
    customer: ({ customer }) => customer,
    region: ({ region }) => region,
    sessions: ({ sessions: number }) => number,
    source: ({ source }) => source,
    destination: ({ destination }) => destination,
    minutes: ({ minutes }) => minutes,
    observation: ({ observation }) => observation,
  },
});

/** Changes of people, settings and policies in the range; a person's are those they made. */
export const audit = tableOf({
  each: eachAudit,
  isRow: ({ by }, { isAsked }) => isAsked(by),
  columns: {
    at: ({ at }, { time }) => time(at),
    by: ({ by }, { name }) => name(by),
    kind: ({ kind }) => kind,
    subject: ({ subject }, { name }) => name(subject),
    summary: ({ summary }) => summary,
    before: ({ before }) => JSON.stringify(before),
    after: ({ after }) => JSON.stringify(after),
    undone_by: ({ undoneBy }, { name }) => name(undoneBy),
  },
});
