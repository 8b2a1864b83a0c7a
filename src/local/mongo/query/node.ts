import type { RawValue } from '../values/raw.ts';

export type Comparison = 'eq' | 'gt' | 'gte' | 'lt' | 'lte';
export type BitTest = 'allSet' | 'allClear' | 'anySet' | 'anyClear';

/** A regular expression as the client wrote it: MongoDB's flags `imsxu`. */
export interface RegexSource {
  readonly source: string;
  readonly flags: string;
}

/** A question about the values at the end of `path`. Inside an `$elemMatch` of values `path` is empty and means the value. */
export type LeafNode =
  | {
      readonly kind: 'compare';
      readonly path: string;
      readonly operator: Comparison;
      readonly value: RawValue;
    }
  | {
      readonly kind: 'in';
      readonly path: string;
      readonly values: RawValue[];
      readonly regexes: RegexSource[];
    }
  | ({ readonly kind: 'regex'; readonly path: string } & RegexSource)
  | { readonly kind: 'exists'; readonly path: string; readonly exists: boolean }
  | { readonly kind: 'type'; readonly path: string; readonly types: ReadonlySet<number> }
  | { readonly kind: 'size'; readonly path: string; readonly size: number }
  | { readonly kind: 'mod'; readonly path: string; readonly divisor: bigint; readonly remainder: bigint }
  | { readonly kind: 'bits'; readonly path: string; readonly test: BitTest; readonly mask: bigint }
  | {
      readonly kind: 'elemMatch';
      readonly path: string;
      readonly node: FilterNode;
      readonly ofValues: boolean;
    };

/** A parsed filter. `$ne`, `$nin` and `$not` are `not`; `$all` is an `and`. */
export type FilterNode =
  | LeafNode
  | { readonly kind: 'and' | 'or' | 'nor'; readonly nodes: FilterNode[] }
  | { readonly kind: 'not'; readonly node: FilterNode }
  | { readonly kind: 'expression'; readonly expression: RawValue }
  | { readonly kind: 'always' | 'never' };
