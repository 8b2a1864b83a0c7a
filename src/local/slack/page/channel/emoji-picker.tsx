import { useState } from 'preact/hooks';
import { emojiOf, searchEmoji } from '../text/emoji.ts';

/** Offered before anything is typed. */
const usual = ['ticket', '+1', 'white_check_mark', 'eyes', 'tada', 'heart', 'pray', 'thinking_face', 'fire'];

interface EmojiPickerProps {
  onPick: (name: string) => void;
  onLeave: () => void;
}

/** Emoji to choose from; typing looks for more. Enter takes the first. */
export function EmojiPicker({ onPick, onLeave }: EmojiPickerProps) {
  const [query, setQuery] = useState('');
  const found = query.trim()
    ? searchEmoji(query)
    : usual.map((name) => ({ name, native: emojiOf(name) ?? '' }));
  return (
    <div
      role="dialog"
      aria-label="Choose a reaction"
      class="emoji-picker"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onLeave();
      }}
    >
      <input
        class="input"
        type="search"
        aria-label="Search emoji"
        placeholder="Search emoji"
        // biome-ignore lint/a11y/noAutofocus: the person opened this picker just now
        autoFocus
        value={query}
        onInput={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          const first = found[0];
          if (event.key === 'Enter' && first) onPick(first.name);
        }}
      />
      <div class="emoji-grid">
        {found.map(({ name, native }) => (
          <button
            key={name}
            type="button"
            aria-label={name.replaceAll('_', ' ')}
            title={`:${name}:`}
            onClick={() => onPick(name)}
          >
            {native}
          </button>
        ))}
      </div>
      {found.length === 0 && <p class="empty">No emoji is called that.</p>}
    </div>
  );
}
