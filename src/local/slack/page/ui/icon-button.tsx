import type { IconNode } from 'lucide';
import type { ButtonHTMLAttributes, Ref } from 'preact';
import { Icon } from './icon.tsx';

interface IconButtonProps extends Omit<ButtonHTMLAttributes, 'icon' | 'ref'> {
  icon: IconNode;
  /** Its name, also shown as a tooltip. */
  label: string;
  buttonRef?: Ref<HTMLButtonElement>;
}

/** A button with a drawing and no words on it. */
export const IconButton = ({ icon, label, buttonRef, class: extra = '', ...rest }: IconButtonProps) => (
  <button
    {...rest}
    ref={buttonRef}
    type="button"
    class={`icon-button ${extra}`}
    aria-label={label}
    title={label}
  >
    <Icon of={icon} />
  </button>
);
