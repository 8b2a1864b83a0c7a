import { signal } from '@preact/signals';

/** A short word to the person about something that did not work. */
export interface Notice {
  id: number;
  text: string;
  /** For developers. */
  detail: string;
}

export const notices = signal<Notice[]>([]);
let lastId = 0;

/** Shows a notice until it is dismissed; the same one is not shown twice. */
export function notify(text: string, detail = ''): void {
  const others = notices.value.filter((one) => one.text !== text || one.detail !== detail);
  lastId += 1;
  notices.value = [...others.slice(-2), { id: lastId, text, detail }];
}

export function dismiss(id: number): void {
  notices.value = notices.value.filter((one) => one.id !== id);
}
