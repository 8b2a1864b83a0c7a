import type { KnownBlock } from '@slack/types';
import { button, dateToken, row, safe, section } from '../../../platform/slack/index.ts';
import { ids } from '../ids.ts';
import { AVAILABILITIES, type Person } from '../types.ts';
import { AVAILABILITY_SIGNS } from './availability.ts';

/** One person in the list of who is here. */
export type Presence = { person: Person; onShift: boolean; until: Date | null; next: Date | null };

/** Everybody who works on tickets, those on shift first, by availability; with a way on for who may plan shifts. */
export function whoNotice(
  present: readonly Presence[],
  mayPlan: boolean,
): { text: string; blocks: KnownBlock[] } {
  const order = ({ person, onShift }: Presence): number =>
    (onShift ? 0 : 10) + AVAILABILITIES.indexOf(person.availability);
  const lines = present.toSorted((a, b) => order(a) - order(b)).map(lineOf);
  const here = present.filter(({ onShift, person }) => onShift && person.availability === 'available').length;
  const text =
    present.length === 0 ? 'Nobody works on tickets yet. Add agents with /desk people.' : `${here} available`;
  const list = chunks(lines).map((chunk) => section(chunk.join('\n')));
  return { text, blocks: [section(`*${text}*`), ...list, ...(mayPlan ? [plan] : [])] };
}

const plan = row(button(ids.change, 'Shifts, skills, capacity'));

function lineOf({ person, onShift, until, next }: Presence): string {
  const load = `${person.load} of ${person.capacity} open`;
  const name = safe(person.name, 80);
  if (onShift) {
    const end = until ? ` · until ${dateToken(until, '{time}')}` : '';
    return `${AVAILABILITY_SIGNS[person.availability]} · ${name} · ${load}${end}`;
  }
  return `off shift · ${name} · ${load}${next ? ` · back ${dateToken(next)}` : ''}`;
}

/** Twenty lines stay below the text of one section; forty sections below the blocks of a message. */
function chunks(lines: string[]): string[][] {
  const result: string[][] = [];
  for (let at = 0; at < lines.length && result.length < 40; at += 20) result.push(lines.slice(at, at + 20));
  return result;
}
