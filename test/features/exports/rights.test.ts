import { expect, test } from 'vitest';
import { type DatasetName, datasets, faultsOf } from '../../../src/features/exports/domain/request.ts';
import { fitsTicket, readsMessage, scopeOf } from '../../../src/features/exports/domain/rights.ts';
import type { Role } from '../../../src/features/people/index.ts';

const names = Object.keys(datasets) as DatasetName[];

test.each<[Role, Partial<Record<DatasetName, 'all' | 'own'>>]>([
  ['customer', { tickets: 'own', messages: 'own' }],
  ['contractor', { stats: 'own', kpis: 'own', sessions: 'own', tickets: 'own', messages: 'own' }],
  ['agent', { stats: 'own', kpis: 'own', sessions: 'own', tickets: 'all', messages: 'all' }],
  ['lead', { stats: 'all', kpis: 'all', sessions: 'all', tickets: 'all', messages: 'all' }],
  ['manager', { stats: 'all', kpis: 'all', sessions: 'all', tickets: 'all', messages: 'all' }],
  ['owner', { stats: 'all', kpis: 'all', sessions: 'all', tickets: 'all', messages: 'all', audit: 'all' }],
])('what a %s may export', (role, expected) => {
  for (const name of names) {
    expect(scopeOf({ roles: [role], active: true }, name), name).toBe(expected[name] ?? 'nothing');
    expect(scopeOf({ roles: [role], active: false }, name), name).toBe('nothing');
  }
});

test('whose messages one reads: the team all, an assignee all of the ticket, others what was said to or by them', () => {
  const ticket = { requester: 'ana', assignee: 'kim' };
  const kinds = ['requester', 'reply', 'question', 'note', 'internal'] as const;
  const read = (ownOf: string | null, author = 'bo') =>
    kinds.filter((kind) => readsMessage({ ownOf }, { kind, author }, ticket));
  expect(read(null)).toEqual(kinds);
  expect(read('kim')).toEqual(kinds);
  expect(read('ana')).toEqual(['requester', 'reply', 'question']);
  expect(read('ben')).toEqual([]);
  expect(read('ben', 'ben')).toEqual(['requester', 'reply', 'question']);
});

test('a filter by category is no way to learn a category that one may not read', () => {
  const ticket = { requester: 'ana', assignee: 'kim', status: 'new', category: 'Refund' } as const;
  const asked = { status: null, category: 'refund' } as Parameters<typeof fitsTicket>[0];
  expect(fitsTicket({ ...asked, ownOf: null }, ticket)).toBe(true);
  expect(fitsTicket({ ...asked, ownOf: 'kim' }, ticket)).toBe(true);
  expect(fitsTicket({ ...asked, ownOf: 'ana' }, ticket)).toBe(false);
});

test('status and category fit tickets and messages alone', () => {
  const asked = { from: '2026-11-02', to: '2026-11-02', status: 'new', category: 'Refund' } as const;
  const faults = (dataset: DatasetName) =>
    Object.keys(faultsOf({ ...asked, dataset } as Parameters<typeof faultsOf>[0]));
  for (const name of names)
    expect(faults(name), name).toEqual(
      name === 'tickets' || name === 'messages' ? [] : ['status', 'category'],
    );
});
