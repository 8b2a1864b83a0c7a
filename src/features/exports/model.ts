import { defineModel } from '../../platform/database/index.ts';
import type { AllowedExport } from './domain/rights.ts';

/** An export on its way, with the rights its person had when they asked. */
export interface ExportFields extends Omit<AllowedExport, 'workspace'> {
  _id: string;
  /** Of the submission: submitting twice asks once. */
  key: string;
  state: 'waiting' | 'running' | 'uploaded' | 'empty' | 'failed' | 'cancelled';
  /** Whoever works on it renews this; past it another process takes over. */
  leaseUntil: Date;
  rows: number;
  /** True when an Excel sheet could not hold all rows. */
  cut: boolean;
  /** Slack's id of the uploaded file. */
  fileId: string | null;
  /** How often it was begun; whoever began it earlier changes nothing any more. */
  tries: number;
  /** True when it takes so long that its person is told how far it is, in `message`. */
  told: boolean;
  message: { channel: string; ts: string } | null;
  createdAt: Date;
}

export const exportModel = defineModel<ExportFields>(
  'exports',
  {
    _id: { type: String, required: true },
    key: { type: String, required: true },
    by: { type: String, required: true },
    dataset: { type: String, required: true },
    format: { type: String, required: true },
    from: { type: String, required: true },
    to: { type: String, required: true },
    timeZone: { type: String, required: true },
    agent: { type: String, default: null },
    teamLeader: { type: String, default: null },
    status: { type: String, default: null },
    category: { type: String, default: null },
    ownOf: { type: String, default: null },
    state: { type: String, required: true },
    leaseUntil: { type: Date, required: true },
    rows: { type: Number, default: 0 },
    cut: { type: Boolean, default: false },
    fileId: { type: String, default: null },
    tries: { type: Number, default: 0 },
    told: { type: Boolean, default: false },
    message: { type: Object, default: null },
    createdAt: { type: Date, required: true },
  },
  [
    { keys: { workspace: 1, key: 1 }, unique: true, serves: 'one export per submission' },
    { keys: { workspace: 1, state: 1, leaseUntil: 1 }, serves: 'the sweep: exports to be worked on' },
  ],
);
