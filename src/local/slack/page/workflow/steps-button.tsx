import { Workflow } from 'lucide';
import { useState } from 'preact/hooks';
import { workspace } from '../store/workspace.ts';
import { Icon } from '../ui/icon.tsx';
import { StepsDialog } from './steps-dialog.tsx';

/** Leads to the app's workflow steps, when it has any. */
export function StepsButton() {
  const [open, setOpen] = useState(false);
  if (workspace.value.app.steps.length === 0) return null;
  return (
    <li>
      <button type="button" class="channel-link" onClick={() => setOpen(true)}>
        <Icon of={Workflow} size={16} /> Workflow steps
      </button>
      {open && <StepsDialog onClose={() => setOpen(false)} />}
    </li>
  );
}
