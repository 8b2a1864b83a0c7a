import { defineModel } from '../../platform/database/index.ts';
import type { JourneyDay } from './domain/figures.ts';
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
  /** Digest of the file in `manifests/journeys/` that says the same as the active version; null when Slack changed it since. */
  manifest: string | null;
  rev: number;
};

export type JourneyVersion = {
  workspace: string;
  key: string;
  version: number;
  definition: Journey;
  by: string;
  at: Date;
};

/** A journey that is being edited, shared by all its editors. */
export type JourneyDraft = {
  workspace: string;
  key: string;
  definition: Journey;
  /** What it was before the last change, for Undo. */
  before: Journey | null;
  /** The head's `rev` when the draft was begun; 0 for a new journey. */
  baseRev: number;
  rev: number;
  changedBy: string;
  changedAt: Date;
  /** What the last change was, for the editor who comes second. */
  lastChange: string;
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
  /** The form that was opened again while pictures are checked; else null. */
  checkView: string | null;
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
  /** When the figures of its day have to be added up again; null when nothing about it changes them any more. */
  countAt: Date | null;
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
    manifest: { type: String, default: null },
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
  },
  [{ keys: { workspace: 1, key: 1, version: 1 }, unique: true, serves: 'a version of a journey' }],
);

export const draftModel = defineModel<Omit<JourneyDraft, 'workspace'>>(
  'journey_drafts',
  {
    key: { type: String, required: true },
    definition: { type: Object, required: true },
    before: { type: Object, default: null },
    baseRev: { type: Number, required: true },
    rev: { type: Number, required: true },
    changedBy: { type: String, required: true },
    changedAt: { type: Date, required: true },
    lastChange: { type: String, required: true },
  },
  [{ keys: { workspace: 1, key: 1 }, unique: true, serves: 'the one draft of a journey' }],
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
    checkView: { type: String, default: null },
    at: { type: String, default: null },
    status: { type: String, required: true },
    rev: { type: Number, required: true },
    startedAt: { type: Date, required: true },
    changedAt: { type: Date, required: true },
    finishedAt: { type: Date, default: null },
    ticketId: { type: String, default: null },
    attachTo: { type: String, default: null },
    dryRun: { type: Object, default: null },
    countAt: { type: Date, default: null },
  },
  [
    {
      keys: { workspace: 1, userId: 1, status: 1, changedAt: -1 },
      serves: 'the intake a person left open',
    },
    { keys: { workspace: 1, key: 1, startedAt: 1 }, serves: 'how a journey did on a day' },
    { keys: { workspace: 1, countAt: 1 }, serves: 'intakes whose day has to be added up' },
    {
      keys: { workspace: 1, changedAt: 1 },
      partialFilterExpression: { version: 0 },
      serves: 'dry runs that were left',
    },
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

export const dayModel = defineModel<Omit<JourneyDay, 'workspace'>>(
  'journey_days',
  {
    key: { type: String, required: true },
    day: { type: String, required: true },
    version: { type: Number, required: true },
    started: { type: Number, required: true },
    finished: { type: Number, required: true },
    givenUp: { type: [Object], default: [] },
    minutes: { type: [Object], default: [] },
    asOf: { type: Date, required: true },
  },
  [{ keys: { workspace: 1, key: 1, day: 1, version: 1 }, unique: true, serves: 'how journeys do' }],
);
