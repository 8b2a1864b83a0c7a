/**
 * What a person meant by a message, from the text Slack's events carry: links, mentions and entities become plain
 * characters, so that it can be stored, searched and escaped again like any other text.
 * Source: https://docs.slack.dev/messaging/formatting-message-text.
 */
export function plainOf(text: string, names: ReadonlyMap<string, string> = new Map()): string {
  return text
    .replaceAll(/<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>/g, (_, sign: string, target: string, label?: string) => {
      if (sign === '@') return `@${names.get(target) ?? label ?? target}`;
      if (sign === '#') return `#${label ?? target}`;
      if (sign === '!') return label ?? `@${target.split('^')[0]}`;
      const address = target.replace(/^mailto:/, '');
      return label && label !== address && !address.endsWith(label)
        ? `${label} (${address})`
        : (label ?? address);
    })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** The people a message mentions, by id. */
export function mentionedIn(text: string): string[] {
  return [...text.matchAll(/<@([A-Z0-9]+)(?:\|[^<>]*)?>/g)].map((match) => match[1] ?? '');
}
