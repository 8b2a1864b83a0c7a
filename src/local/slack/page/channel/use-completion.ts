import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { workspace } from '../store/workspace.ts';
import { type Suggestion, suggest } from './completion.ts';

/** What the message box offers at the cursor, and how keys move in it. */
export interface Completion {
  suggestions: Suggestion[];
  active: Suggestion | undefined;
  take: (suggestion: Suggestion) => void;
  /** The cursor may have moved. */
  follow: () => void;
  /** @returns true when the key was for the list. */
  onKeyDown: (event: KeyboardEvent) => boolean;
}

export function useCompletion(
  box: RefObject<HTMLTextAreaElement | null>,
  text: string,
  setText: (text: string) => void,
): Completion {
  const [cursor, setCursor] = useState(0);
  const [index, setIndex] = useState(0);
  /** Where the cursor goes after a suggestion was taken. */
  const wanted = useRef<number | undefined>(undefined);
  const [dismissed, setDismissed] = useState<string | undefined>();
  const { app, users, channels } = workspace.value;
  const before = text.slice(0, cursor);
  const found = suggest(before, { commands: app.commands, users, channels });
  const suggestions = dismissed === before ? [] : found.suggestions;
  const active = suggestions[Math.min(index, suggestions.length - 1)];

  const follow = () => setCursor(box.current?.selectionStart ?? text.length);
  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    if (wanted.current !== undefined) area.setSelectionRange(wanted.current, wanted.current);
    wanted.current = undefined;
    follow();
    setIndex(0);
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, 240)}px`;
  }, [text]);

  const take = (suggestion: Suggestion) => {
    const start = text.slice(0, found.from) + suggestion.text;
    wanted.current = start.length;
    setText(start + text.slice(cursor));
  };
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (!active) return false;
    const isWhole = event.key === 'Enter' && active.text.trim() === text.trim();
    if (event.key === 'ArrowDown') setIndex((index + 1) % suggestions.length);
    else if (event.key === 'ArrowUp') setIndex((index - 1 + suggestions.length) % suggestions.length);
    else if (event.key === 'Escape') setDismissed(before);
    else if (event.key === 'Tab' || (event.key === 'Enter' && !isWhole)) take(active);
    else return false;
    event.preventDefault();
    return true;
  };
  return { suggestions, active, take, follow, onKeyDown };
}
