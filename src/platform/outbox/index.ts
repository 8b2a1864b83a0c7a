export { isPermanent, isUneditable, NotYet, slackErrorCode, Undeliverable } from './failures.ts';
export { priority } from './model.ts';
export { type Deliverer, type Delivery, Outbox } from './outbox.ts';
export type { Outgoing, Sent } from './outgoing.ts';
export { Pace } from './pace.ts';
export { Relay } from './relay.ts';
