// Reads what the site's own words and addresses stand for.

import { fold, pathPattern } from './labels';

/** The first audience whose words match; a word that ends in `…` matches a beginning. */
export function matchAudience<A extends string>(words: Partial<Record<A, string[]>> | undefined, text: string): A | undefined {
  // A label that is a sentence has its full stop.
  const lower = fold(text).replace(/\.$/, '');
  for (const audience of Object.keys(words ?? {}) as A[]) {
    for (const word of words?.[audience] ?? []) {
      const wanted = fold(word);
      if (wanted.endsWith('…') ? lower.startsWith(wanted.slice(0, -1)) : lower === wanted) return audience;
    }
  }
  return undefined;
}

/** What stands for `{value}` in an address such as `/in/{value}` or `/profile.php?id={value}`. */
export function matchForm(form: string, { pathname, searchParams }: URL): string | undefined {
  const [path = '', query = ''] = form.split('?');
  const match = pathPattern(path).exec(pathname);
  const [key] = query.split('=');
  const value = match && (key ? searchParams.get(key) : match[1]);
  if (!value) return undefined;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
