import data from '@emoji-mart/data' with { type: 'json' };

const { emojis, aliases } = data as {
  emojis: Record<string, { id: string; name: string; keywords: string[]; skins: { native: string }[] }>;
  aliases: Record<string, string>;
};

/** An emoji as the picker offers it. */
export interface EmojiChoice {
  name: string;
  native: string;
}

/** The character of a short name such as `tada` or `+1::skin-tone-3`; undefined when nobody knows the name. */
export function emojiOf(name: string): string | undefined {
  const [base = '', tone] = name.split('::');
  const emoji = emojis[base] ?? emojis[aliases[base] ?? ''];
  const toneIndex = tone === undefined ? 0 : Number(tone.replace('skin-tone-', '')) - 1;
  return (emoji?.skins[toneIndex] ?? emoji?.skins[0])?.native;
}

/** Replaces every known `:name:` in a text by its character. */
export function withEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/g, (whole, name) => emojiOf(name) ?? whole);
}

/** Up to `limit` emoji whose name or keywords contain the query; those whose name begins with it come first. */
export function searchEmoji(query: string, limit = 48): EmojiChoice[] {
  const wanted = query.trim().toLowerCase();
  return Object.values(emojis)
    .map((emoji) => ({ emoji, rank: rank(emoji, wanted) }))
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ emoji }) => ({ name: emoji.id, native: emoji.skins[0]?.native ?? '' }));
}

function rank(emoji: { id: string; keywords: string[] }, wanted: string): number {
  if (emoji.id.startsWith(wanted)) return 0;
  if (emoji.id.includes(wanted)) return 1;
  return emoji.keywords.some((keyword) => keyword.startsWith(wanted)) ? 2 : 3;
}
