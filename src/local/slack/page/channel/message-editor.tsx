import { useState } from 'preact/hooks';
import type { MessageObject } from '../../control/types.ts';
import { perform } from '../store/perform.ts';
import { workspace } from '../store/workspace.ts';
import { decodeReferences, encodeReferences } from '../text/encode.ts';

/** A message of one's own, being changed: Enter saves, Escape leaves it. */
export function MessageEditor({ message, onDone }: { message: MessageObject; onDone: () => void }) {
  const { users, channels } = workspace.value;
  const [text, setText] = useState(() => decodeReferences(message.text, users, channels));
  const save = async () => {
    await perform('edit', {
      channel: message.channel,
      ts: message.ts,
      text: encodeReferences(text, users, channels),
    });
    onDone();
  };
  return (
    <form
      class="message-editor"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <textarea
        class="input"
        aria-label="Edit message"
        // biome-ignore lint/a11y/noAutofocus: the person asked for this field just now
        autoFocus
        rows={2}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onDone();
          if (event.key !== 'Enter' || event.shiftKey) return;
          event.preventDefault();
          void save();
        }}
      />
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onDone}>
          Cancel
        </button>
        <button type="submit" class="button primary" disabled={!text.trim()}>
          Save
        </button>
      </div>
    </form>
  );
}
