import { DateTime } from 'luxon';
import type { Desk } from '../../../../platform/desk.ts';
import { findPeople } from '../../../people/index.ts';
import type { ExportRow } from '../../domain/cells.ts';
import type { ExportRequest } from '../../domain/request.ts';
import type { AllowedExport } from '../../domain/rights.ts';

/** A dataset: its columns in order, and its rows, some at a time. */
export interface Dataset {
  fields: readonly string[];
  rows(desk: Desk, request: AllowedExport): AsyncIterable<ExportRow[]>;
}

/** What rows are made with: names, times, and whose rows were asked for. */
export interface Tools {
  /** The name of a user id; what is no id of a person is a name already. */
  name(id: string | null): string | null;
  /** ISO 8601 with the offset that the zone asked for has at that moment. */
  time(moment: Date | null | undefined): string | null;
  /** Whether a row of this person was asked for. */
  isAsked(person: string | null): boolean;
}

export async function toolsFor(desk: Desk, request: ExportRequest): Promise<Tools> {
  const { workspace, timeZone, agent, teamLeader } = request;
  const people = await findPeople(desk, { workspace });
  const names = new Map(people.map(({ userId, name }) => [userId, name]));
  const led = new Set(people.filter((one) => one.teamLeader === teamLeader).map(({ userId }) => userId));
  return {
    name: (id) => (id === null ? null : (names.get(id) ?? (id.startsWith('name:') ? null : id))),
    time: (moment) =>
      moment ? DateTime.fromJSDate(moment, { zone: timeZone }).toISO({ suppressMilliseconds: true }) : null,
    isAsked: (person) =>
      (agent === null || person === agent) && (teamLeader === null || (person !== null && led.has(person))),
  };
}
