/** The person whom a command names as `@person`, as Slack sends it; null when it names none. */
export function mentionedIn(args: string): string | null {
  return /<@([A-Z0-9]+)/.exec(args)?.[1] ?? null;
}
