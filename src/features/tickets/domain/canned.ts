/** A reply kept for reuse; `text` may hold `{{customer}}`, `{{ticket}}`, `{{agent}}`. */
export type CannedReply = { key: string; title: string; text: string };

/** Fills the placeholders; one that nothing fills stays visible, so that nobody sends it unseen. */
export function fillCanned(
  { text }: CannedReply,
  values: { customer: string; ticket: string; agent: string },
): string {
  return text.replaceAll(
    /\{\{\s*(customer|ticket|agent)\s*\}\}/g,
    (_, name: keyof typeof values) => values[name],
  );
}
