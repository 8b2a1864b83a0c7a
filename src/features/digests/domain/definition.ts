import type { SpanKind } from './occurrence.ts';

/** Whom a digest is narrowed to; all that is given must hold. */
export interface DigestFilters {
  agent?: string;
  teamLeader?: string;
  supervisor?: string;
}

/** What a person or a manifest sets of a digest. */
export interface DigestChange {
  /** What its title begins with, such as `Support`. */
  name: string;
  channel: string;
  /** `HH:mm` on the wall of `timeZone`. */
  time: string;
  timeZone: string;
  span: SpanKind;
  filters: DigestFilters;
}

/** What differs between two definitions, one line each; `before` is null for a new one. */
export function describe(before: DigestChange | null, after: DigestChange): string[] {
  const parts: [string, (digest: DigestChange) => string][] = [
    ['name', ({ name }) => name],
    ['channel', ({ channel }) => channel],
    ['covers', ({ span }) => span],
    ['time', ({ time, timeZone }) => `${time} ${timeZone}`],
    ['only agent', ({ filters }) => filters.agent ?? 'all'],
    ['only team of', ({ filters }) => filters.teamLeader ?? 'all'],
    ['only under', ({ filters }) => filters.supervisor ?? 'all'],
  ];
  return parts.flatMap(([label, of]) => {
    const [was, is] = [before && of(before), of(after)];
    if (was === is || (was === null && is === 'all')) return [];
    return [was === null ? `${label}: ${is}` : `${label}: ${was} → ${is}`];
  });
}
