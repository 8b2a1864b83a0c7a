import type { Bench, CallRule } from './call-rule.ts';

/** Starts the step `add`, which the bare app leaves running. */
async function start({ sandbox, app }: Bench): Promise<string> {
  await sandbox.control.act('U0LEAD', 'step', { callback_id: 'add', inputs: { a: 1, b: 2 }, waitSeconds: 0 });
  await sandbox.control.until('the step', async () =>
    app.received.some((each) => each.payload.event?.function_execution_id),
  );
  return String(app.received.at(-1)?.payload.event?.function_execution_id);
}

const succeed = (bench: Bench, id: string, outputs: Record<string, unknown>) =>
  bench.call('functions.completeSuccess', { function_execution_id: id, outputs });

/** Workflow steps. */
export const stepRules: CallRule[] = [
  {
    rule: 'A step was started',
    refusal: 'function_execution_not_found',
    source: 'wording assumed',
    attempt: (bench) => succeed(bench, 'Fx0NONE', { sum: 3 }),
  },
  {
    rule: 'A step gives its required outputs',
    refusal: 'parameter_validation_failed',
    source: 'wording assumed',
    attempt: async (bench) => succeed(bench, await start(bench), {}),
  },
  {
    rule: 'A step gives only outputs of the manifest',
    refusal: 'parameter_validation_failed',
    source: 'not known',
    attempt: async (bench) => succeed(bench, await start(bench), { sum: 3, product: 2 }),
  },
  {
    rule: 'A step ends once',
    refusal: 'function_execution_already_completed',
    source: 'wording assumed',
    async attempt(bench) {
      const id = await start(bench);
      await bench.call('functions.completeError', { function_execution_id: id, error: 'No' });
      return succeed(bench, id, { sum: 3 });
    },
  },
];
