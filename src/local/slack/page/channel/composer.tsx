import { Paperclip, Send, X, Zap } from 'lucide';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { notify } from '../store/notices.ts';
import { perform } from '../store/perform.ts';
import { uploadsOf } from '../store/uploads.ts';
import { workspace } from '../store/workspace.ts';
import { encodeReferences } from '../text/encode.ts';
import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { MenuButton } from '../ui/menu.tsx';
import { usageHint } from './completion.ts';
import { Suggestions } from './suggestions.tsx';
import { useCompletion } from './use-completion.ts';

interface ComposerProps {
  channel: string;
  thread?: string;
  label: string;
  autoFocus?: boolean;
}

/** What was begun and not sent, by conversation or thread. */
const drafts = new Map<string, string>();

/** The message box: messages, files, slash commands and shortcuts. */
export function Composer({ channel, thread, label, autoFocus }: ComposerProps) {
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const place = thread ? `${channel}/${thread}` : channel;
  const [text, setText] = useState(drafts.get(place) ?? '');
  const [files, setFiles] = useState<File[]>([]);
  const [sending, setSending] = useState(false);
  const { app, users, channels } = workspace.value;
  const completion = useCompletion(box, text, setText);
  const hint = usageHint(text, app.commands);

  useEffect(() => {
    drafts.set(place, text);
  }, [place, text]);
  useEffect(() => {
    if (autoFocus) box.current?.focus();
  }, [autoFocus]);

  const send = async () => {
    const typed = text.trim();
    if (sending || (!typed && files.length === 0)) return;
    const isCommand = typed.startsWith('/') && files.length === 0;
    if (isCommand && thread) return notify(`${typed.split(' ')[0]} does not work in threads.`);
    setText('');
    setFiles([]);
    setSending(true);
    const words = encodeReferences(typed, users, channels);
    const answer = isCommand
      ? await perform('command', { channel, text: words })
      : await perform('message', {
          channel,
          text: words,
          ...(thread ? { thread_ts: thread } : {}),
          ...(files.length ? { files: await uploadsOf(files) } : {}),
        });
    setSending(false);
    if (!answer.ok) setText((now) => now || typed);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (completion.onKeyDown(event)) return;
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send();
  };
  const attach = (list: FileList | undefined | null) => setFiles([...files, ...(list ?? [])]);

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        attach(event.dataTransfer?.files);
      }}
    >
      {hint && completion.suggestions.length === 0 && <p class="usage">{hint}</p>}
      <Suggestions id={id} anchor={box} completion={completion} />
      <div class="composer-box">
        <textarea
          ref={box}
          aria-label={label}
          aria-autocomplete="list"
          aria-controls={completion.suggestions.length ? `${id}list` : undefined}
          aria-activedescendant={completion.active ? `${id}${completion.active.key}` : undefined}
          placeholder={label}
          rows={1}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onKeyUp={completion.follow}
          onClick={completion.follow}
          onPaste={(event) => {
            if (event.clipboardData?.files.length) attach(event.clipboardData.files);
          }}
        />
        {files.length > 0 && (
          <div class="composer-files">
            {files.map((file) => (
              <span key={file.name} class="token">
                {file.name}
                <button
                  type="button"
                  aria-label={`Remove ${file.name}`}
                  onClick={() => setFiles(files.filter((one) => one !== file))}
                >
                  <Icon of={X} size={12} />
                </button>
              </span>
            ))}
          </div>
        )}
        <div class="composer-tools">
          <IconButton icon={Paperclip} label="Attach files" onClick={() => picker.current?.click()} />
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            aria-label="Files to attach"
            onChange={(event) => {
              attach(event.currentTarget.files);
              event.currentTarget.value = '';
            }}
          />
          <Shortcuts />
          <button
            type="submit"
            class="send"
            aria-label="Send"
            title="Send"
            disabled={!text.trim() && files.length === 0}
          >
            <Icon of={Send} />
          </button>
        </div>
      </div>
    </form>
  );
}

/** The app's global shortcuts. */
function Shortcuts() {
  const { app } = workspace.value;
  const shortcuts = app.shortcuts.filter((shortcut) => shortcut.type === 'global');
  if (shortcuts.length === 0) return null;
  const items = shortcuts.map((shortcut) => ({
    label: shortcut.name,
    hint: shortcut.description,
    onSelect: () => void perform('shortcut', { callback_id: shortcut.callback_id }),
  }));
  return (
    <MenuButton label="Shortcuts" class="icon-button" groups={[items]}>
      <Icon of={Zap} />
    </MenuButton>
  );
}
