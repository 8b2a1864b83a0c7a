import type { Row } from '../support/row.ts';
import { batchRows } from './batches.ts';
import { growthRow } from './growth.ts';
import { singleRows } from './single.ts';

/** What the embedded MongoDB is held to. */
export const mongoRows: Row[] = [...singleRows, ...batchRows, growthRow];
