import type { ReadRow } from '../domain/rows.ts';
import type { Matched } from './names.ts';

/** Replaces the names of leader and supervisor by the people they mean, where they mean one. */
export function leadersOf(row: ReadRow, match: (name: string) => Matched): void {
  row.teamLeader = row.teamLeader && (match(row.teamLeader).person?.userId ?? row.teamLeader);
  row.supervisor = row.supervisor && (match(row.supervisor).person?.userId ?? row.supervisor);
}
