// The texts of the parts that are not findings, as the worker resolved them.

let texts: Record<string, string> = {};
let plural = new Intl.PluralRules('en');

export function useWords(words: Record<string, string>, language: string): void {
  texts = words;
  plural = new Intl.PluralRules(language);
}

/** A text by its key. */
export function word(key: string): string {
  return texts[key] ?? '';
}

/** A text with a number in it, in the form that the language has for that number. */
export function counted(key: string, count: number): string {
  const text = texts[`${key}_${plural.select(count)}`] ?? texts[`${key}_other`] ?? '';
  return text.replace('{count}', String(count));
}
