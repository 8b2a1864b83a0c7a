import { once } from 'node:events';
import type { ActResult, Acts } from '../control/types.ts';
import { emitEvent } from '../delivery/events.ts';
import { newId, newSecret } from '../state/ids.ts';
import type { StepRun, User } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { Impossible } from './acting.ts';
import { installedTeam } from './payloads.ts';

const usualWaitSeconds = 3;

/** Runs a workflow step of the app: `function_executed`, then waits for the app to complete it. */
export async function runStep(world: World, user: User, request: Acts['step']): Promise<ActResult> {
  const step = world.manifest.functions[request.callback_id];
  if (!step) throw new Impossible(`the manifest has no function ${request.callback_id}`);
  const { properties, required } = step.input_parameters;
  const missing = required.filter((name) => request.inputs[name] === undefined);
  if (missing.length > 0) throw new Impossible(`the step needs ${missing.join(', ')}`);
  const team = installedTeam(world, user.team);
  const run: StepRun = {
    id: newId('Fx'),
    team,
    user: user.id,
    callbackId: request.callback_id,
    inputs: request.inputs,
    status: 'running',
  };
  world.steps.set(run.id, run);
  emitEvent(world, team, {
    type: 'function_executed',
    function: {
      id: `Fn${world.app.id.slice(1)}`,
      callback_id: run.callbackId,
      title: step.title,
      description: step.description,
      type: 'app',
      input_parameters: describe(properties, required),
      output_parameters: describe(step.output_parameters.properties, step.output_parameters.required),
      app_id: world.app.id,
      date_created: 1_700_000_000,
      date_updated: 1_700_000_000,
      date_deleted: 0,
    },
    inputs: request.inputs,
    function_execution_id: run.id,
    workflow_execution_id: newId('Wx'),
    bot_access_token: stepToken(world, team),
  });
  await ended(world, run.id, (request.waitSeconds ?? usualWaitSeconds) * 1000);
  return stepResult(world, run.id);
}

/** How far a step has come. */
export function stepResult(world: World, id: string): ActResult {
  const run = world.steps.get(id);
  if (!run) throw new Impossible(`there is no step ${id}`);
  return {
    ok: run.status !== 'failed',
    step: {
      execution_id: run.id,
      status: run.status,
      ...(run.outputs && { outputs: run.outputs }),
      ...(run.error !== undefined && { error: run.error }),
    },
  };
}

function describe(
  properties: Record<string, { type: string; title?: string; description: string }>,
  required: string[],
) {
  return Object.entries(properties).map(([name, each]) => ({
    type: each.type,
    name,
    title: each.title ?? name,
    description: each.description,
    is_required: required.includes(name),
  }));
}

/** A token that lives for this step only, with the bot's scopes. */
function stepToken(world: World, team: string): string {
  const token = `xwfp-${newSecret()}`;
  world.tokens.set(token, {
    token,
    kind: 'bot',
    team,
    user: world.installations.get(team)?.botUser ?? '',
    scopes: world.manifest.oauth_config.scopes.bot,
    revoked: false,
  });
  return token;
}

async function ended(world: World, id: string, waitMs: number): Promise<void> {
  const signal = AbortSignal.timeout(waitMs);
  while (world.steps.get(id)?.status === 'running' && !signal.aborted)
    await once(world.changes, 'step', { signal }).catch(() => undefined);
}
