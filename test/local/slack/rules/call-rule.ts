import type { Sandbox } from '../../../../src/local/slack/index.ts';
import { type FakeApp, trigger } from '../fake-app.ts';
import { call } from '../support.ts';
import type { Rule } from './rule.ts';

type Answer = Record<string, unknown> & { ok: boolean; error?: string };

/** What a case works with. */
export interface Bench {
  sandbox: Sandbox;
  app: FakeApp;
  call: (method: string, args?: Record<string, unknown>, token?: string) => Promise<Answer>;
  /** A trigger id that was just issued. */
  trigger: (user?: string) => Promise<string>;
  /** Moves protocol time ahead. */
  skip: (ms: number) => void;
}

/** A rule of the Web API: `attempt` breaks it and returns the refusal. */
export interface CallRule extends Rule {
  attempt: (bench: Bench) => Promise<Answer | undefined>;
}

export function benchOf(sandbox: Sandbox, app: FakeApp, skip: (ms: number) => void): Bench {
  return {
    sandbox,
    app,
    call: (method, args, token) => call(sandbox, method, args, token),
    trigger: (user) => trigger(sandbox, app, user),
    skip,
  };
}
