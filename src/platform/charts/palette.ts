/**
 * Okabe and Ito's colours, which people with any common colour vision tell apart, and the neutrals around them.
 * Vermilion and blue stand for worse and better; a word or a shape always says the same.
 */
export const palette = {
  ink: '#1d1c1d',
  quiet: '#5c5a60',
  rule: '#dcdbe0',
  card: '#f6f6f8',
  ground: '#ffffff',
  blue: '#0072b2',
  sky: '#56b4e9',
  green: '#009e73',
  orange: '#e69f00',
  vermilion: '#c8500a',
} as const;
