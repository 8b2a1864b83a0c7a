import { Ellipsis, MessageSquareReply, Pencil, SmilePlus, Trash2, Zap } from 'lucide';
import { useRef, useState } from 'preact/hooks';
import type { MessageObject } from '../../control/types.ts';
import { perform } from '../store/perform.ts';
import { openThread } from '../store/route.ts';
import { me, workspace } from '../store/workspace.ts';
import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { MenuButton, type MenuGroups } from '../ui/menu.tsx';
import { Popover } from '../ui/popover.tsx';
import { EmojiPicker } from './emoji-picker.tsx';
import { toggleReaction } from './reactions.tsx';

interface MessageToolsProps {
  message: MessageObject;
  inThread: boolean;
  onEdit: () => void;
}

/** What can be done with a message: react, reply, edit, delete, and the app's message shortcuts. */
export function MessageTools({ message, inThread, onEdit }: MessageToolsProps) {
  const [picking, setPicking] = useState(false);
  const [menuOpen, setMenuOpen] = useState(false);
  const react = useRef<HTMLButtonElement>(null);
  const { channel, ts } = message;
  const stopPicking = () => {
    setPicking(false);
    react.current?.focus();
  };
  const own: MenuGroups[number] =
    message.user === me.value.id
      ? [
          { label: 'Edit message', icon: <Icon of={Pencil} />, onSelect: onEdit },
          {
            label: 'Delete message',
            icon: <Icon of={Trash2} />,
            danger: true,
            onSelect: () => void perform('delete', { channel, ts }),
          },
        ]
      : [];
  const shortcuts = workspace.value.app.shortcuts
    .filter((shortcut) => shortcut.type === 'message')
    .map((shortcut) => ({
      label: shortcut.name,
      hint: workspace.value.app.name,
      icon: <Icon of={Zap} />,
      onSelect: () => void perform('message-shortcut', { callback_id: shortcut.callback_id, channel, ts }),
    }));
  return (
    <div
      class={picking || menuOpen ? 'message-tools open' : 'message-tools'}
      role="toolbar"
      aria-label="Message actions"
    >
      <IconButton
        icon={SmilePlus}
        label="Add reaction"
        buttonRef={react}
        aria-expanded={picking}
        onClick={() => setPicking(!picking)}
      />
      {picking && (
        <Popover anchor={react} placement="bottom-end" onClose={() => setPicking(false)}>
          <EmojiPicker
            onPick={(name) => {
              stopPicking();
              toggleReaction(message, name);
            }}
            onLeave={stopPicking}
          />
        </Popover>
      )}
      {!inThread && (
        <IconButton
          icon={MessageSquareReply}
          label="Reply in thread"
          onClick={() => openThread(channel, message.thread_ts ?? ts)}
        />
      )}
      {own.length + shortcuts.length > 0 && (
        <MenuButton label="More actions" class="icon-button" groups={[own, shortcuts]} onOpen={setMenuOpen}>
          <Icon of={Ellipsis} />
        </MenuButton>
      )}
    </div>
  );
}
