/** A reply kept for reuse; `text` may hold the placeholders below. */
export type CannedReply = { key: string; title: string; text: string };

/** What fills a canned reply: the requester's name, the ticket's number, the writer's name. */
const PLACEHOLDERS = ['customer', 'ticket', 'agent'] as const;
type Placeholder = (typeof PLACEHOLDERS)[number];

/** Fills the placeholders; one that nothing fills stays visible, so that nobody sends it unseen. */
export function fillCanned({ text }: Pick<CannedReply, 'text'>, values: Record<Placeholder, string>): string {
  return text.replaceAll(/\{\{\s*(customer|ticket|agent)\s*\}\}/g, (_, name: Placeholder) => values[name]);
}

/** What is wrong with the placeholders of a text, or null. */
export function placeholderFault(text: string): string | null {
  const unknown = [...text.matchAll(/\{\{([^{}]*)\}\}/g)].find(
    ([, name = '']) => !PLACEHOLDERS.some((known) => known === name.trim()),
  );
  return unknown
    ? `There is no placeholder ${unknown[0].slice(0, 60)}. There are: ${PLACEHOLDERS.map((name) => `{{${name}}}`).join(', ')}.`
    : null;
}
