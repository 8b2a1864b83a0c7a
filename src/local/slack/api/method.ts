import { z } from 'zod';
import type { Json } from '../control/types.ts';
import type { Installation, Token } from '../state/records.ts';
import type { World } from '../state/world.ts';

/** Calls a minute in each of Slack's tiers; `posting` is one a second in each channel, `none` unlimited. */
export const tiers = { 1: 1, 2: 20, 3: 50, 4: 100, posting: 60, none: Number.POSITIVE_INFINITY } as const;
export type Tier = keyof typeof tiers;

/** Who calls: the token, and for a bot its installation. */
export interface Caller {
  world: World;
  token: Token;
  team: string;
  /** The bot or person behind the token; empty for an app token. */
  user: string;
  installation: Installation | undefined;
}

/** One Web API method: what Slack demands before it runs, and what it does. */
export interface Method {
  /** Scopes of which the token needs one; empty: any token will do. */
  scopes: readonly string[];
  tier: Tier;
  /** Kinds of token it takes. */
  tokens: readonly (Token['kind'] | 'none')[];
  parameters: z.ZodObject;
  run: (caller: Caller, args: never) => Json | Promise<Json>;
}

/** Declares a method; the handler's arguments are typed by `parameters`. */
export function method<P extends z.ZodObject>(declared: {
  scopes?: readonly string[];
  tier: Tier;
  tokens?: Method['tokens'];
  parameters: P;
  run: (caller: Caller, args: z.output<P>) => Json | Promise<Json>;
}): Method {
  return { scopes: [], tokens: ['bot', 'user'], ...declared };
}

/** Parameter types: every argument may come as a string of a form, objects and lists as JSON. */
export const text = () => z.string();
/** Text that may not be empty. */
export const id = () => z.string().min(1);
export const flag = () =>
  z.preprocess(
    (value) =>
      value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value,
    z.boolean(),
  );
export const count = () =>
  z.preprocess(
    (value) => (typeof value === 'string' && value !== '' ? Number(value) : value),
    z.number().int(),
  );
/** A comma-separated list, or a JSON array. */
export const ids = () =>
  z.preprocess(
    (value) => {
      if (typeof value !== 'string') return value;
      return value.startsWith('[') ? parseJson(value) : value.split(',').map((each) => each.trim());
    },
    z.array(z.string().min(1)),
  );
export const json = <T extends z.ZodType>(shape: T) => z.preprocess(parseJson, shape);
export const object = () => json(z.record(z.string(), z.unknown()));
export const list = () => json(z.array(z.record(z.string(), z.unknown())));

function parseJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
