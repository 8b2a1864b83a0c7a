import { defineModel } from '../../platform/database/index.ts';
import type { HomeFilters } from './domain/filters.ts';

/** What the desk remembers of a person's Home. Times are real: they pace calls to Slack. */
export interface HomeView {
  userId: string;
  openedAt: Date;
  /** When the person last asked to see it: opened it, chose something, pressed Refresh. */
  askedAt: Date;
  /** When it was last drawn, whether it was published, found unchanged or refused. */
  drawnAt: Date;
  /** When it was last published; null before the first time. */
  publishedAt: Date | null;
  filters: HomeFilters;
  agentsPage: number;
  /** Of what was last published, without the time of publishing. */
  contentHash: string;
}

export const homeModel = defineModel<HomeView>(
  'home_views',
  {
    userId: { type: String, required: true },
    openedAt: { type: Date, required: true },
    askedAt: { type: Date, required: true },
    drawnAt: { type: Date, required: true },
    publishedAt: { type: Date, default: null },
    filters: { type: Object, default: {} },
    agentsPage: { type: Number, default: 0 },
    contentHash: { type: String, default: '' },
  },
  [
    { keys: { workspace: 1, userId: 1 }, unique: true, serves: 'one Home per person' },
    { keys: { workspace: 1, openedAt: 1 }, serves: 'Homes that were opened lately, to be drawn again' },
  ],
);
