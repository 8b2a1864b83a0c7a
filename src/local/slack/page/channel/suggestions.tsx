import type { RefObject } from 'preact';
import { Popover } from '../ui/popover.tsx';
import type { Completion } from './use-completion.ts';

interface SuggestionsProps {
  id: string;
  anchor: RefObject<HTMLElement | null>;
  completion: Completion;
}

const never = () => {};

/** The list over the message box: commands with their usage, people, channels, emoji. */
export function Suggestions({ id, anchor, completion }: SuggestionsProps) {
  if (completion.suggestions.length === 0) return null;
  return (
    <Popover anchor={anchor} placement="top-start" matchWidth onClose={never}>
      <div id={`${id}list`} role="listbox" aria-label="Suggestions" class="listbox">
        {completion.suggestions.map((suggestion) => {
          const isActive = suggestion.key === completion.active?.key;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the message box, which moves in the list
            <div
              key={suggestion.key}
              id={`${id}${suggestion.key}`}
              role="option"
              tabIndex={-1}
              aria-selected={isActive}
              class={isActive ? 'listbox-option active' : 'listbox-option'}
              // The message box keeps the focus.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => completion.take(suggestion)}
            >
              <span>{suggestion.label}</span>
              {suggestion.hint && <small>{suggestion.hint}</small>}
            </div>
          );
        })}
      </div>
    </Popover>
  );
}
