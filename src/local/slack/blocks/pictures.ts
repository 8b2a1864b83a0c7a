/** The ids of all files that blocks show as pictures: who can read the message can open them. */
export function picturesIn(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(picturesIn);
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([name, value]) => {
    const id = name === 'slack_file' ? (value as { id?: unknown }).id : undefined;
    return typeof id === 'string' ? [id] : picturesIn(value);
  });
}
