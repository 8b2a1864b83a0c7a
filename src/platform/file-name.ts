/** A name without folders and control characters, at most 200 characters. */
export function baseName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  const cleaned = name.replace(/^.*[/\\]/, '').replace(/[\u0000-\u001f\u007f]/g, '');
  return cleaned.slice(-200) || 'file';
}
