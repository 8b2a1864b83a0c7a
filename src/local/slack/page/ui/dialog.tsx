import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

interface DialogProps {
  /** The id of the element that names it. */
  labelledBy: string;
  describedBy?: string;
  role?: 'dialog' | 'alertdialog';
  class?: string;
  /** Escape, or a click beside the window when `lightDismiss` is set. */
  onClose: () => void;
  lightDismiss?: boolean;
  children: ComponentChildren;
}

/** A window over everything: it takes the focus, keeps it, and gives it back. */
export function Dialog(props: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const leaving = useRef(false);
  const { onClose } = props;

  useLayoutEffect(() => {
    const opener = document.activeElement as HTMLElement | null;
    const box = dialog.current;
    box?.showModal();
    return () => {
      // Only a closed window lets the focus out.
      leaving.current = true;
      box?.close();
      opener?.focus();
    };
  }, []);

  useEffect(() => {
    const box = dialog.current;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      event.stopPropagation();
      onClose();
    };
    const onCancel = (event: Event) => {
      event.preventDefault();
      onClose();
    };
    // Browsers close a window without asking when nothing in it has the focus.
    const onNativeClose = () => {
      if (!leaving.current) onClose();
    };
    box?.addEventListener('keydown', onKeyDown);
    box?.addEventListener('cancel', onCancel);
    box?.addEventListener('close', onNativeClose);
    return () => {
      box?.removeEventListener('keydown', onKeyDown);
      box?.removeEventListener('cancel', onCancel);
      box?.removeEventListener('close', onNativeClose);
    };
  }, [onClose]);

  return (
    <dialog
      ref={dialog}
      role={props.role}
      class={`dialog ${props.class ?? ''}`}
      aria-labelledby={props.labelledBy}
      aria-describedby={props.describedBy}
      onPointerDown={(event) => {
        if (props.lightDismiss && event.target === dialog.current) onClose();
      }}
    >
      {props.children}
    </dialog>
  );
}
