import { defineModel } from '../../platform/database/index.ts';
import type { DigestContent } from './domain/content.ts';
import type { SpanKind } from './domain/occurrence.ts';

/** A digest that is sent again and again. */
export interface DigestFields {
  key: string;
  /** What its title begins with, such as `Support`. */
  name: string;
  channel: string;
  time: string;
  timeZone: string;
  span: SpanKind;
  filters: { agent?: string; teamLeader?: string; supervisor?: string };
  active: boolean;
  since: Date;
  lastOn: string | null;
  coveredTo: string | null;
  rev: number;
}

export const digestModel = defineModel<DigestFields>(
  'digests',
  {
    key: { type: String, required: true },
    name: { type: String, required: true },
    channel: { type: String, required: true },
    time: { type: String, required: true },
    timeZone: { type: String, required: true },
    span: { type: String, required: true },
    filters: { type: Object, default: {} },
    active: { type: Boolean, default: true },
    since: { type: Date, required: true },
    lastOn: { type: String, default: null },
    coveredTo: { type: String, default: null },
    rev: { type: Number, default: 0 },
  },
  [{ keys: { workspace: 1, key: 1 }, unique: true, serves: 'one definition per key; all of a workspace' }],
);

/** One sending of a digest. */
export interface DigestRun {
  digest: string;
  /** The day it was due, or `test:` and what asked for a test. */
  on: string;
  channel: string;
  from: string;
  to: string;
  late: boolean;
  /** `due` until picture and texts are stored and the sending is asked for; `missed` when Slack took it for a day not. */
  state: 'due' | 'ready' | 'sent' | 'missed';
  /** Tries to draw and store it. */
  attempts: number;
  content: DigestContent | null;
  /** The stored picture; null when it could not be drawn. */
  file: string | null;
  createdAt: Date;
  /** Where it was posted: the proof of its delivery. */
  post: { channel: string; ts: string } | null;
}

export const runModel = defineModel<DigestRun>(
  'digest_runs',
  {
    digest: { type: String, required: true },
    on: { type: String, required: true },
    channel: { type: String, required: true },
    from: { type: String, required: true },
    to: { type: String, required: true },
    late: { type: Boolean, required: true },
    state: { type: String, required: true },
    attempts: { type: Number, default: 0 },
    content: { type: Object, default: null },
    file: { type: String, default: null },
    createdAt: { type: Date, required: true },
    post: { type: Object, default: null },
  },
  [
    {
      keys: { workspace: 1, digest: 1, on: 1 },
      unique: true,
      serves: 'a digest is decided once for its day',
    },
    {
      keys: { workspace: 1, state: 1, createdAt: 1 },
      serves: 'the sweep: runs that are not ready yet',
    },
  ],
);
