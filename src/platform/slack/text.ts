/**
 * Text as Slack reads it. Limits and escaping: https://docs.slack.dev/messaging/formatting-message-text.
 * Only `&`, `<` and `>` are escaped; that is enough to keep `<!channel>`, mentions and false links out of user text.
 */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Cuts to `max` UTF-16 units with an ellipsis, never through a surrogate pair. */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max - 1);
  const last = cut.charCodeAt(cut.length - 1);
  return `${last >= 0xd800 && last <= 0xdbff ? cut.slice(0, -1) : cut}…`;
}

/** User text for an mrkdwn field: without control characters, escaped, then cut to `max` without splitting an entity. */
export function safe(text: string, max: number): string {
  const escaped = escapeText(clean(text));
  if (escaped.length <= max) return escaped;
  return `${escaped
    .slice(0, max - 1)
    .replace(/&[a-z]{0,3}$/, '')
    .replace(/[\ud800-\udbff]$/, '')}…`;
}

/** User text for several mrkdwn fields: escaped, whole, in pieces of at most `size` that end between words. */
export function pieces(text: string, size: number): string[] {
  const found: string[] = [];
  for (let rest = escapeText(clean(text)).trim(); rest !== ''; ) {
    const end = rest.length <= size ? size : endOfPiece(rest, size);
    found.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return found;
}

/** After the last line break or space of the second half, else where no entity and no surrogate pair is split. */
function endOfPiece(text: string, size: number): number {
  const piece = text.slice(0, size);
  const line = piece.lastIndexOf('\n');
  const word = Math.max(line, piece.lastIndexOf(' '));
  if (word > size / 2) return line > size / 2 ? line : word;
  return piece.replace(/&[a-z]{0,3}$/, '').replace(/[\ud800-\udbff]$/, '').length;
}

/** Without NUL and other control characters; line breaks and tabs stay. */
export function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '');
}

/** A table for a code block: columns as wide as their widest cell; the first to the left, numbers to the right. */
export function aligned(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, index) =>
    Math.max(...rows.map((cells) => (cells[index] ?? '').length)),
  );
  return rows
    .map((cells) =>
      cells
        .map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** `<@U…>`: notifies the person. Only for who must act now. */
export function mention(userId: string): string {
  return `<@${userId}>`;
}

/** The formats of Slack's date tokens that the desk uses. */
export type DateFormat = '{time}' | '{date_short_pretty} at {time}' | '{date_short_pretty}' | '{date_short}';

/** A moment in the reader's own zone; `fallback` is read by clients that cannot do dates. */
export function dateToken(moment: Date, format: DateFormat = '{date_short_pretty} at {time}'): string {
  const seconds = Math.floor(moment.getTime() / 1000);
  return `<!date^${seconds}^${format}|${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC>`;
}

/** Minutes as people say them: `2 h 5 min`, `40 min`, `3 d 4 h`. */
export function duration(minutes: number): string {
  const whole = Math.max(0, Math.round(minutes));
  const days = Math.floor(whole / 1440);
  const hours = Math.floor((whole % 1440) / 60);
  const rest = whole % 60;
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return rest > 0 ? `${hours} h ${rest} min` : `${hours} h`;
  return `${rest} min`;
}
