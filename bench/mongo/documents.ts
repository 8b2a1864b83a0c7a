/** A document of about 1 kB, as a desk stores them: a few fields, a text, dates and numbers. */
export interface Thing {
  _id: number;
  workspace: string;
  group: number;
  rank: number;
  status: string;
  at: Date;
  count: number;
  text: string;
}

const TEXT = 'The box was open and the cup is in two pieces. '.repeat(18);

/** The n-th document; a hundred share a `group` when there are 100 × `groups` of them. */
export function thing(n: number, groups: number): Thing {
  return {
    _id: n,
    workspace: 'T0BENCH',
    group: n % groups,
    rank: (n * 7919) % 1_000_003,
    status: n % 3 === 0 ? 'open' : 'closed',
    at: new Date(1_700_000_000_000 + n * 1_000),
    count: 0,
    text: TEXT,
  };
}

export const things = (from: number, count: number, groups: number): Thing[] =>
  Array.from({ length: count }, (_, i) => thing(from + i, groups));
