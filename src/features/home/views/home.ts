import type { HomeView, KnownBlock } from '@slack/types';
import {
  button,
  context,
  dateToken,
  header,
  limits,
  row,
  safe,
  section,
} from '../../../platform/slack/index.ts';
import { exportIds } from '../../exports/index.ts';
import { journeyIds } from '../../journeys/index.ts';
import { PLAIN_STATUS_NAMES, promiseLines, ticketIds } from '../../tickets/index.ts';
import type { HomeContent } from '../domain/content.ts';
import { ids } from '../ids.ts';
import { agentBlocks } from './agent.ts';
import { leadBlocks } from './lead.ts';
import { managerBlocks, ownerBlocks } from './manager.ts';
import { ownBlocks } from './own.ts';
import { command } from './parts.ts';

/** The Home tab of one person: the parts of their roles, what needs them first. */
export function homeView(content: HomeContent): HomeView {
  const { locale, owner, manager, lead, agent, own, customer } = content;
  const parts: KnownBlock[] = [
    ...(owner ? ownerBlocks(owner) : []),
    ...(manager ? managerBlocks(manager, owner !== null) : []),
    ...(agent ? agentBlocks(agent, locale) : []),
    ...(lead ? leadBlocks(lead, locale, manager !== null) : []),
    ...(own ? ownBlocks(own) : []),
    ...(customer ? customerBlocks(customer) : []),
  ];
  return { type: 'home', blocks: [...parts.slice(0, limits.viewBlocks - 2), ...freshness(content.asOf)] };
}

function customerBlocks({ tickets, more }: NonNullable<HomeContent['customer']>): KnownBlock[] {
  const lines = tickets.map(
    ({ ticket, clocks }): KnownBlock => ({
      type: 'section',
      text: {
        type: 'mrkdwn',
        text: `*T-${ticket.number}*  ${safe(ticket.subject, 200)}\n${[PLAIN_STATUS_NAMES[ticket.status], ...promiseLines(clocks)].join(' · ')}`,
        verbatim: true,
      },
      accessory: button(ticketIds.details, 'Open', ticket._id),
    }),
  );
  return [
    header('My requests'),
    ...lines,
    ...(lines.length === 0 ? [section('You have no open request. Open one and we will look after it.')] : []),
    row(
      button(journeyIds.openNew, 'New request'),
      command('home.mine', more ? 'Show more' : 'My requests'),
      command('home.find', 'Find a request'),
      button(exportIds.open, 'Export'),
    ),
  ];
}

function freshness(asOf: Date): KnownBlock[] {
  return [context(`As of ${dateToken(asOf)}`), row(button(ids.refresh, 'Refresh'), button(ids.help, 'Help'))];
}
