import { isPart, type Part } from './walk.ts';

/** The file that a `slack_file` names, by its id or out of `url_private` or `permalink`. */
export function fileIdOf(reference: Part): string {
  const fromUrl = /\/(?:files-pri\/[^/]*-|files\/[^/]+\/)([A-Z0-9]+)\//.exec(String(reference.url))?.[1];
  return String(reference.id ?? fromUrl);
}

/** The ids of all files that blocks show as pictures: who can read the message can open them. */
export function picturesIn(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(picturesIn);
  if (!isPart(part)) return [];
  return Object.entries(part).flatMap(([name, value]) =>
    name === 'slack_file' && isPart(value) ? [fileIdOf(value)] : picturesIn(value),
  );
}
