export type { ClockView } from './domain/clock-view.ts';
export { holderOf } from './domain/move.ts';
export {
  isOpen,
  isOver,
  isUnclaimed,
  PLAIN_STATUS_NAMES,
  PRIORITIES,
  type Priority,
  STATUS_NAMES,
  STATUSES,
  type TicketStatus,
} from './domain/states.ts';
export {
  DESK,
  type Explanation,
  type HistoryEntry,
  type Ticket,
  type TicketMessage,
} from './domain/types.ts';
export { ids as ticketIds } from './ids.ts';
export { register } from './register.ts';
export { detailTicket } from './service/detail.ts';
export { eachMessage, eachTicket } from './service/each.ts';
export { followTickets } from './service/followers.ts';
export { historiesOf, historyOf } from './service/histories.ts';
export { openTicket } from './service/open.ts';
export {
  allOpenTicketsOf,
  assigneesWaiting,
  countByStatus,
  eventsBetween,
  findTickets,
  getTicket,
  getTicketByNumber,
  messagesOf,
  openTicketsOf,
  ticketOfThread,
  ticketsOfRequester,
  waitingTickets,
} from './service/read.ts';
export { redrawCard } from './service/relay.ts';
export { reopenTicket } from './service/reopen.ts';
export { askRequester, hearRequester, replyToTicket } from './service/talk.ts';
export {
  assignByHand,
  assignTicket,
  changePriority,
  claimTicket,
  moveTicket,
  returnTicket,
} from './service/work.ts';
export { assignView } from './views/moves.ts';
export { promiseLines } from './views/own.ts';
export { clockDots, PRIORITY_SIGNS } from './views/signs.ts';
