import type { KnownBlock } from '@slack/types';
import { button, header, plain, row, section } from '../../../platform/slack/index.ts';
import { exportIds } from '../../exports/index.ts';
import { journeyIds } from '../../journeys/index.ts';
import { AVAILABILITIES, AVAILABILITY_SIGNS, peopleIds } from '../../people/index.ts';
import { statsIds } from '../../stats/index.ts';
import type { OwnPart } from '../domain/content.ts';
import { command } from './parts.ts';

/** What who leads may do as every agent does. */
export function ownBlocks(part: OwnPart): KnownBlock[] {
  return [header('My own work'), availabilityBlock(part), ticketRow(part, false), ...dayRows(part)];
}

/** How available somebody is, with the switch. */
export function availabilityBlock({ availability, availabilityLine }: OwnPart): KnownBlock {
  const options = AVAILABILITIES.map((value) => ({ text: plain(AVAILABILITY_SIGNS[value]), value }));
  const chosen = options.find(({ value }) => value === availability);
  return section(availabilityLine, {
    type: 'static_select',
    action_id: peopleIds.availability,
    options,
    ...(chosen ? { initial_option: chosen } : {}),
  });
}

/** Ways to tickets; `more` when not all of the own ones are shown. */
export function ticketRow({ seesTeam }: OwnPart, more: boolean): KnownBlock {
  return row(
    command('home.mine', more ? 'Show more' : 'My tickets'),
    ...(seesTeam ? [command('home.queue', 'Queue')] : []),
    command('home.find', 'Find a ticket'),
    button(journeyIds.openNew, 'New ticket'),
    ...(seesTeam ? [command('home.template', 'New ticket for someone')] : []),
  );
}

/** Figures, sessions and shifts of one's own. */
export function dayRows({ seesTeam }: OwnPart): KnownBlock[] {
  return [
    row(
      button(statsIds.logFromHome, 'Log my day'),
      command('home.day', 'My day'),
      command('home.week', 'My week'),
      button(peopleIds.editHours, 'Working hours'),
      ...(seesTeam ? [command('home.who', 'Who is here')] : []),
    ),
    row(
      command('home.sessionLog', 'Log sessions'),
      command('home.sessionReport', 'Sessions'),
      command('home.sessionInsights', 'Session insights'),
      button(exportIds.open, 'Export'),
    ),
  ];
}
