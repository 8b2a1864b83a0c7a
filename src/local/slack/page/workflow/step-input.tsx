import { useId } from 'preact/hooks';
import type { StepView } from '../../control/types.ts';
import { channelTitle, displayName } from '../store/names.ts';
import { workspace } from '../store/workspace.ts';

interface StepInputProps {
  input: StepView['inputs'][number];
  value: string;
  onInput: (value: string) => void;
}

function choicesFor(type: string): [value: string, label: string][] | undefined {
  const { users, channels } = workspace.value;
  if (type === 'slack#/types/user_id') return users.map((user) => [user.id, displayName(user)]);
  if (type === 'slack#/types/channel_id') {
    return channels.map((channel) => [channel.id, channelTitle(channel, users)]);
  }
  if (type === 'boolean')
    return [
      ['true', 'Yes'],
      ['false', 'No'],
    ];
  return undefined;
}

/** One input of a workflow step, by its type. */
export function StepInput({ input, value, onInput }: StepInputProps) {
  const id = useId();
  const choices = choicesFor(input.type);
  const isNumber = input.type === 'number' || input.type === 'integer';
  const common = {
    id,
    class: 'input',
    value,
    required: input.required,
    onInput: (event: { currentTarget: { value: string } }) => onInput(event.currentTarget.value),
  };
  return (
    <div class="input-block">
      <label class="input-label" for={id}>
        {input.title || input.name}
        {!input.required && <span class="optional">(optional)</span>}
      </label>
      {choices && (
        <select {...common}>
          <option value="">Choose</option>
          {choices.map(([one, label]) => (
            <option key={one} value={one}>
              {label}
            </option>
          ))}
        </select>
      )}
      {!choices && (isNumber ? <input {...common} type="number" /> : <input {...common} type="text" />)}
      {input.description && <p class="input-hint">{input.description}</p>}
    </div>
  );
}
