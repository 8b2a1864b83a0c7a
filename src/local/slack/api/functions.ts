import { z } from 'zod';
import type { StepRun } from '../state/records.ts';
import { found, SlackError } from './errors.ts';
import { type Caller, id, type Method, method, object } from './method.ts';

function running(caller: Caller, id: string): StepRun {
  const run = found(caller.world.steps.get(id), 'function_execution_not_found');
  if (run.status !== 'running') throw new SlackError('function_execution_already_completed');
  return run;
}

function finish(caller: Caller, run: StepRun): void {
  caller.world.changes.emit('step', caller.world.steps.set(run.id, run));
}

export const functions: Record<string, Method> = {
  'functions.completeSuccess': method({
    tier: 3,
    parameters: z.object({ function_execution_id: id(), outputs: object() }),
    run(caller, args) {
      const run = running(caller, args.function_execution_id);
      const step = caller.world.manifest.functions[run.callbackId];
      const { properties = {}, required = [] } = step?.output_parameters ?? {};
      const faults = [
        ...required
          .filter((name) => args.outputs[name] === undefined)
          .map((name) => `missing required output: ${name}`),
        ...Object.keys(args.outputs)
          .filter((name) => !(name in properties))
          .map((name) => `unknown output: ${name}`),
      ];
      if (faults.length > 0)
        throw new SlackError(
          'parameter_validation_failed',
          faults.map((each) => `[ERROR] ${each}`),
        );
      finish(caller, { ...run, status: 'completed', outputs: args.outputs });
      return {};
    },
  }),

  'functions.completeError': method({
    tier: 3,
    parameters: z.object({ function_execution_id: id(), error: id() }),
    run(caller, args) {
      const run = running(caller, args.function_execution_id);
      finish(caller, { ...run, status: 'failed', error: args.error });
      return {};
    },
  }),
};
