import type { ClockEntry, PolicySubject } from './types.ts';

/** What of a ticket can change later and decides its policy. */
type Labels = Partial<Pick<PolicySubject, 'category' | 'tags' | 'journey'>>;

/** The ticket as it was when it was opened: each later change of what decides its policy says what was before. */
export function subjectAtFirst(subject: PolicySubject, history: readonly ClockEntry[]): PolicySubject {
  const before = history.map(({ kind, details }): Labels => {
    if (kind === 'retagged') return labelsOf(details?.from);
    return kind === 'detailed' ? { ...labelsOf(details?.from), journey: null } : {};
  });
  return Object.assign({ ...subject }, ...before.toReversed());
}

/** What the entry changes of what decides the policy; null when nothing. */
export function relabelled(entry: ClockEntry, history: readonly ClockEntry[]): Labels | null {
  const { kind, details } = entry;
  if (kind === 'retagged') return labelsOf(details);
  if (kind === 'detailed') return { ...labelsOf(details), journey: { key: String(details?.journey) } };
  if (kind !== 'undone' || details?.kind !== 'retagged') return null;
  return labelsOf(history.find(({ seq }) => seq === details.of)?.details?.from);
}

function labelsOf(written: unknown): Labels {
  const { category, tags } = (written ?? {}) as Labels;
  return { ...(category === undefined ? {} : { category }), ...(tags === undefined ? {} : { tags }) };
}
