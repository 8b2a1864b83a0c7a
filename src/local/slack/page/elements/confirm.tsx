import type { Confirm } from '@slack/types';
import { useId } from 'preact/hooks';
import { plain, Text } from '../text/text.tsx';
import { Dialog } from '../ui/dialog.tsx';

interface ConfirmDialogProps {
  confirm: Confirm;
  onYes: () => void;
  onNo: () => void;
}

/** "Are you sure?", in the app's words. */
export function ConfirmDialog({ confirm, onYes, onNo }: ConfirmDialogProps) {
  const id = useId();
  return (
    <Dialog
      role="alertdialog"
      class="confirm"
      labelledBy={`${id}title`}
      describedBy={`${id}text`}
      onClose={onNo}
    >
      <h2 id={`${id}title`}>{plain(confirm.title) || 'Are you sure?'}</h2>
      <div id={`${id}text`} class="confirm-text">
        <Text value={confirm.text} />
      </div>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onNo}>
          {plain(confirm.deny) || 'Cancel'}
        </button>
        <button
          type="button"
          class={`button ${confirm.style === 'danger' ? 'danger' : 'primary'}`}
          onClick={onYes}
        >
          {plain(confirm.confirm) || 'Yes'}
        </button>
      </div>
    </Dialog>
  );
}
