import { useEffect } from 'preact/hooks';

/** The parts of the page in the order in which F6 goes through them: the first focusable thing in each. */
const regions = [
  '.sidebar [aria-current]',
  '.messages, .home',
  '.pane .composer textarea',
  '.thread-pane textarea',
];

/** F6 goes to the next part of the page, Shift F6 to the one before, as in other chat programs. */
export function useRegionKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'F6') return;
      const stops = regions.flatMap((where) => document.querySelector<HTMLElement>(where) ?? []);
      const at = stops.indexOf(document.activeElement as HTMLElement);
      const step = event.shiftKey ? -1 : 1;
      stops[(at + step + stops.length) % stops.length]?.focus();
      event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
