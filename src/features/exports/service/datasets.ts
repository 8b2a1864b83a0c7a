import type { DatasetName } from '../domain/request.ts';
import { kpis, stats } from './rows/facts.ts';
import { messages } from './rows/messages.ts';
import { audit, sessions } from './rows/records.ts';
import type { Dataset } from './rows/shared.ts';
import { tickets } from './rows/tickets.ts';

/** Every dataset that can be exported. */
export const datasetTable: Record<DatasetName, Dataset> = { stats, kpis, tickets, messages, sessions, audit };
