import { views } from '../store/workspace.ts';
import { ModalView } from './modal-view.tsx';

/** The modal on top of the stack; those below wait with what was typed in them. */
export const Modals = () => (
  <>
    {views.value.map((view, index) => (
      <ModalView key={view.id} view={view} top={index === views.value.length - 1} />
    ))}
  </>
);
