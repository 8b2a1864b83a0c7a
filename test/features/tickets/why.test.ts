import { expect, it } from 'vitest';
import type { Ticket } from '../../../src/features/tickets/index.ts';
import { whyView } from '../../../src/features/tickets/views/why.ts';

const names = Array.from({ length: 35 }, (_, index) => `U${index}`);

/** 40 were off shift, 35 of whom are named. */
const explanation = { reason: 'No ticket yet.', others: { 'off shift': 40 }, names: { 'off shift': names } };
const ticket = { _id: 't', explanation } as unknown as Ticket;
const page = (number: number) => JSON.stringify(whyView(ticket, 'Bo', new Map([['U34', 'Zoe']]), number));

it('Why me? names those passed over in pages, by reason, and says how many it cannot name', () => {
  expect(page(0)).toContain('40 × off shift');
  expect(page(0)).toContain('U0, U1,');
  expect(page(0)).not.toContain('Zoe');
  expect(page(0)).toContain('"value":"t:1"');
  expect(page(1)).toContain('Zoe');
  expect(page(1)).toContain('And 5 more, whose names are not kept.');
  expect(page(1)).toContain('"value":"t:0"');
});

it('Why me? of an explanation from before names were kept shows its counts', () => {
  const old = { _id: 't', explanation: { reason: 'In turn.', others: { full: 2 } } } as unknown as Ticket;
  expect(JSON.stringify(whyView(old, 'Bo', new Map()))).toContain('2 × full');
});
