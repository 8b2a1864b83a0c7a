import type { Json, StepView } from '../../control/types.ts';

/** What was typed, by the input's name. */
export type StepInputs = Record<string, string>;

function typedAs(type: string, text: string): unknown {
  if (type === 'integer' || type === 'number') return Number(text);
  if (type === 'boolean') return text === 'true';
  return text;
}

/** What was typed in the types that the manifest names; what is empty is left out. */
export function toStepInputs(step: StepView, typed: StepInputs): Json {
  const filled = step.inputs.filter(({ name }) => typed[name]);
  return Object.fromEntries(filled.map(({ name, type }) => [name, typedAs(type, typed[name] ?? '')]));
}
