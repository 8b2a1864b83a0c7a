import { Workflow } from 'lucide';
import { workspace } from '../store/workspace.ts';
import { Icon } from '../ui/icon.tsx';
import { openSteps } from './open.ts';

/** Leads to the app's workflow steps, when it has any. */
export function StepsButton() {
  if (workspace.value.app.steps.length === 0) return null;
  return (
    <li>
      <button type="button" class="channel-link" onClick={openSteps}>
        <Icon of={Workflow} size={16} /> Workflow steps
      </button>
    </li>
  );
}
