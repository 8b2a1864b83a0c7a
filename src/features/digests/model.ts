import { defineModel } from '../../platform/database/index.ts';
import type { DigestContent } from './domain/content.ts';
import type { DigestChange } from './domain/definition.ts';

/** A digest that is sent again and again. */
export interface DigestFields extends DigestChange {
  key: string;
  active: boolean;
  /** Removed by somebody; kept so that it can be brought back, and so that its manifest does not make it again. */
  removed: boolean;
  /** Of the manifest that it stands as; null once it was made or changed in Slack. */
  manifest: string | null;
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
    removed: { type: Boolean, default: false },
    manifest: { type: String, default: null },
    since: { type: Date, required: true },
    lastOn: { type: String, default: null },
    coveredTo: { type: String, default: null },
    rev: { type: Number, default: 0 },
  },
  [{ keys: { workspace: 1, key: 1 }, unique: true, serves: 'one definition per key; all of a workspace' }],
);

/** What a sending says, as the digest was when it was decided. */
export type RunDefinition = Pick<DigestFields, 'name' | 'span' | 'timeZone' | 'filters'>;

/** One sending of a digest. */
export interface DigestRun {
  digest: string;
  /** The day it was due; for one that was asked for, `test`, `home` or that day and what asked. */
  on: string;
  /** `scheduled` by its time, `again` after it was missed, `asked` by one person for themselves. */
  kind: 'scheduled' | 'again' | 'asked';
  definition: RunDefinition;
  channel: string;
  from: string;
  to: string;
  late: boolean;
  /** `due` until picture and texts are stored and the sending is asked for; `missed` when Slack took it for a day not. */
  state: 'due' | 'ready' | 'sent' | 'missed';
  content: DigestContent | null;
  /** The stored picture; null when it could not be drawn. */
  file: string | null;
  createdAt: Date;
  /** Where it was posted: the proof of its delivery. */
  post: { channel: string; ts: string } | null;
  /** When its figures are compared again with what they are by then; null when that is over, or never done. */
  checkAt: Date | null;
  /** What had changed at the last look, line by line. */
  seen: string[];
  /** What its thread says that has changed; null while it says nothing. */
  corrected: string[] | null;
}

export const runModel = defineModel<DigestRun>(
  'digest_runs',
  {
    digest: { type: String, required: true },
    on: { type: String, required: true },
    kind: { type: String, required: true },
    definition: { type: Object, required: true },
    channel: { type: String, required: true },
    from: { type: String, required: true },
    to: { type: String, required: true },
    late: { type: Boolean, required: true },
    state: { type: String, required: true },
    content: { type: Object, default: null },
    file: { type: String, default: null },
    createdAt: { type: Date, required: true },
    post: { type: Object, default: null },
    checkAt: { type: Date, default: null },
    seen: { type: [String], default: [] },
    corrected: { type: [String], default: null },
  },
  [
    {
      keys: { workspace: 1, digest: 1, on: 1 },
      unique: true,
      serves: 'a digest is decided once for its day; its last sending',
    },
    {
      keys: { workspace: 1, state: 1, createdAt: 1 },
      serves: 'the sweep: runs that are not ready yet',
    },
    { keys: { workspace: 1, checkAt: 1 }, serves: 'the sweep: digests whose figures are looked at again' },
  ],
);
