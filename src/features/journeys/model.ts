import { defineModel } from '../../platform/database/index.ts';
import type { Answer, Journey, Picture } from './domain/types.ts';

/** One per key: which version is active. Versions themselves never change. */
export type JourneyHead = {
  workspace: string;
  key: string;
  title: string;
  /** The version new intakes begin with; null when the journey is archived. */
  active: number | null;
  /** The highest version that was ever made. */
  latest: number;
  /** Who wrote the head last, for the one who comes second. */
  changedBy: string;
  changedAt: Date;
  rev: number;
};

export type JourneyVersion = {
  workspace: string;
  key: string;
  version: number;
  definition: Journey;
  by: string;
  at: Date;
  /** Digest of the manifest it was read from; null when it was made in Slack. */
  manifest: string | null;
};

/** Pictures that were handed in and are being checked, or were checked and the person has not been shown it yet. */
type Checking = {
  question: string;
  files: { id: string; name: string }[];
  viewId: string;
  /** Real time, for the sweep that takes up what a killed process had in hand. */
  since: Date;
  /** What is wrong with them, once they were checked and the good ones taken. */
  problems?: string[];
};

/** Somebody on their way through a journey, pinned to its version. */
export type Intake = {
  _id: string;
  workspace: string;
  userId: string;
  key: string;
  version: number;
  answers: Record<string, Answer>;
  /** What was typed but not handed in yet, by question. */
  drafts: Record<string, string | string[]>;
  /** Pictures already accepted, by question, while others were refused. */
  accepted: Record<string, Picture[]>;
  checking: Checking | null;
  /** The question shown; null at the end. */
  at: string | null;
  status: 'open' | 'finished' | 'left';
  rev: number;
  startedAt: Date;
  changedAt: Date;
  finishedAt: Date | null;
  ticketId: string | null;
  /** The ticket that gets the answers, when it was opened without a journey; else null. */
  attachTo: string | null;
  /** A dry run walks a journey that is not published, and opens no ticket; else null. */
  dryRun: Journey | null;
};

export const headModel = defineModel<Omit<JourneyHead, 'workspace'>>(
  'journeys',
  {
    key: { type: String, required: true },
    title: { type: String, required: true },
    active: { type: Number, default: null },
    latest: { type: Number, required: true },
    changedBy: { type: String, required: true },
    changedAt: { type: Date, required: true },
    rev: { type: Number, required: true },
  },
  [{ keys: { workspace: 1, key: 1 }, unique: true, serves: 'one head per key; the list of journeys' }],
);

export const versionModel = defineModel<Omit<JourneyVersion, 'workspace'>>(
  'journey_versions',
  {
    key: { type: String, required: true },
    version: { type: Number, required: true },
    definition: { type: Object, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
    manifest: { type: String, default: null },
  },
  [{ keys: { workspace: 1, key: 1, version: 1 }, unique: true, serves: 'a version of a journey' }],
);

export const intakeModel = defineModel<Omit<Intake, 'workspace'>>(
  'journey_intakes',
  {
    _id: { type: String, required: true },
    userId: { type: String, required: true },
    key: { type: String, required: true },
    version: { type: Number, required: true },
    answers: { type: Object, default: {} },
    drafts: { type: Object, default: {} },
    accepted: { type: Object, default: {} },
    checking: { type: Object, default: null },
    at: { type: String, default: null },
    status: { type: String, required: true },
    rev: { type: Number, required: true },
    startedAt: { type: Date, required: true },
    changedAt: { type: Date, required: true },
    finishedAt: { type: Date, default: null },
    ticketId: { type: String, default: null },
    attachTo: { type: String, default: null },
    dryRun: { type: Object, default: null },
  },
  [
    {
      keys: { workspace: 1, userId: 1, key: 1, status: 1 },
      serves: 'the intake a person left open',
    },
    { keys: { workspace: 1, key: 1, startedAt: 1 }, serves: 'how a journey does' },
    {
      keys: { workspace: 1, finishedAt: 1 },
      partialFilterExpression: { status: 'finished', ticketId: null, dryRun: null },
      serves: 'finished intakes whose ticket a kill prevented',
    },
    {
      keys: { workspace: 1, 'checking.since': 1 },
      serves: 'pictures whose check a kill cut short',
    },
  ],
);
