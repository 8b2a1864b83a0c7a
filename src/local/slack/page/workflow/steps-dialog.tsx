import { X } from 'lucide';
import { useId, useState } from 'preact/hooks';
import type { ActResult, StepView } from '../../control/types.ts';
import { perform } from '../store/perform.ts';
import { workspace } from '../store/workspace.ts';
import { Dialog } from '../ui/dialog.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { closeSteps, stepsOpen } from './open.ts';
import { StepInput } from './step-input.tsx';
import { type StepInputs, toStepInputs } from './step-inputs.ts';

/** The window of the workflow steps, while it is open. */
export const StepsDialog = () => (stepsOpen.value ? <OpenStepsDialog /> : null);

/** Runs one step of the app by hand, as Workflow Builder would, and shows what came out of it. */
function OpenStepsDialog() {
  const id = useId();
  const { steps } = workspace.value.app;
  const [chosen, setChosen] = useState(steps[0]?.callback_id);
  const [typed, setTyped] = useState<StepInputs>({});
  const [result, setResult] = useState<ActResult | undefined>();
  const [running, setRunning] = useState(false);
  const step = steps.find((one) => one.callback_id === chosen);

  const run = async (which: StepView) => {
    setRunning(true);
    setResult(undefined);
    const inputs = toStepInputs(which, typed);
    setResult(await perform('step', { callback_id: which.callback_id, inputs, waitSeconds: 10 }));
    setRunning(false);
  };
  return (
    <Dialog class="modal" labelledBy={`${id}title`} onClose={closeSteps}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (step && !running) void run(step);
        }}
      >
        <header>
          <h2 id={`${id}title`}>Workflow steps</h2>
          <IconButton icon={X} label="Close window" onClick={closeSteps} />
        </header>
        <div class="modal-body step-fields">
          <label class="input-block">
            <span class="input-label">Step</span>
            <select
              class="input"
              value={chosen}
              onChange={(event) => {
                setChosen(event.currentTarget.value);
                setTyped({});
                setResult(undefined);
              }}
            >
              {steps.map((one) => (
                <option key={one.callback_id} value={one.callback_id}>
                  {one.title}
                </option>
              ))}
            </select>
          </label>
          {step?.description && <p class="input-hint">{step.description}</p>}
          {step?.inputs.map((input) => (
            <StepInput
              key={`${chosen}/${input.name}`}
              input={input}
              value={typed[input.name] ?? ''}
              onInput={(value) => setTyped({ ...typed, [input.name]: value })}
            />
          ))}
          {result && <StepResult result={result} />}
        </div>
        <footer>
          <button type="button" class="button" onClick={closeSteps}>
            Close
          </button>
          <button type="submit" class="button primary" aria-busy={running}>
            Run step
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

function StepResult({ result }: { result: ActResult }) {
  const { step, failure } = result;
  const error = step?.error ?? failure?.message;
  return (
    <div role="status">
      <strong>
        {step
          ? `The step ${step.status === 'running' ? 'is still running' : step.status}.`
          : 'The step did not run.'}
      </strong>
      {error && <p class="input-error">{error}</p>}
      {step?.outputs && <pre>{JSON.stringify(step.outputs, null, 2)}</pre>}
    </div>
  );
}
