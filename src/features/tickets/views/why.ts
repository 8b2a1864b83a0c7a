import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { button, context, defineModal, plain, safe, section } from '../../../platform/slack/index.ts';
import type { Ticket } from '../domain/types.ts';
import { ids } from '../ids.ts';

export const whyModal = defineModal({ id: 'tickets.why', meta: z.object({}), fields: z.object({}) });

/** Names on a page. */
const WHY_PAGE = 30;

/** The ids on one page, in the order of the reasons. */
export function whyPage(
  ticket: Pick<Ticket, 'explanation'>,
  page: number,
): { reason: string; userId: string }[] {
  return everybody(ticket).slice(page * WHY_PAGE, (page + 1) * WHY_PAGE);
}

function everybody({ explanation }: Pick<Ticket, 'explanation'>): { reason: string; userId: string }[] {
  return Object.entries(explanation?.names ?? {}).flatMap(([reason, userIds]) =>
    userIds.map((userId) => ({ reason, userId })),
  );
}

/** Why this agent, and by reason how many others not and who, in pages. */
export function whyView(
  ticket: Ticket,
  assigneeName: string,
  names: Map<string, string>,
  page = 0,
): ModalView {
  const others = Object.entries(ticket.explanation?.others ?? {});
  const counted = others.reduce((sum, [, count]) => sum + count, 0);
  const unnamed = counted - everybody(ticket).length;
  const isLast = (page + 1) * WHY_PAGE >= everybody(ticket).length;
  return whyModal.view({
    title: 'Why me?',
    close: 'Back',
    meta: {},
    blocks: [
      section(`*${safe(assigneeName, 80)}*: ${safe(ticket.explanation?.reason ?? 'Given by hand.', 1000)}`),
      others.length > 0
        ? section(others.map(([reason, count]) => `• ${count} × ${safe(reason, 200)}`).join('\n'))
        : section('Nobody else was passed over.'),
      ...byReason(whyPage(ticket, page), names),
      ...(isLast && unnamed > 0 ? [context(`And ${unnamed} more, whose names are not kept.`)] : []),
      ...turn(ticket._id, page, isLast),
      { type: 'context', elements: [plain('As it stood at the moment of the assignment.', 200)] },
    ],
  });
}

function byReason(shown: { reason: string; userId: string }[], names: Map<string, string>): KnownBlock[] {
  const grouped = Object.groupBy(shown, ({ reason }) => reason);
  return Object.entries(grouped).map(([reason, people = []]) => {
    const listed = people.map(({ userId }) => safe(names.get(userId) ?? userId, 80)).join(', ');
    return section(`*${safe(reason, 200)}*\n${listed}`);
  });
}

function turn(ticketId: string, page: number, isLast: boolean): KnownBlock[] {
  const elements = [
    ...(page > 0 ? [button(ids.whyBack, 'Back', `${ticketId}:${page - 1}`)] : []),
    ...(isLast ? [] : [button(ids.whyNext, 'Show more', `${ticketId}:${page + 1}`)]),
  ];
  return elements.length > 0 ? [{ type: 'actions', elements }] : [];
}
