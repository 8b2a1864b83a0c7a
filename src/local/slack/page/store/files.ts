import { me } from './workspace.ts';

/** The bytes of a file, as far as the person of this tab may see them. */
export const fileAddress = (id: string): string => `/control/files/${id}?as=${me.value.id}`;

/** `2.4 MB` */
export function sizeLabel(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${Math.round(bytes / 1024)} kB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
