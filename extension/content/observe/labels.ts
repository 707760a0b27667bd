// Compares the site's own texts: languages, bidi marks, case and blanks set aside.

const MARKS = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** A text as it is compared. */
export function fold(text: string): string {
  return tidy(text).replaceAll('’', "'").toLowerCase();
}

/** A text as it is read: without marks and doubled blanks. */
export function tidy(text: string): string {
  return text.replace(MARKS, '').replace(/\s+/g, ' ').trim();
}

/**
 * What stands for `{value}` when `text` matches one of the templates; the empty string
 * when a template without `{value}` matches; nothing when none does.
 */
export function matchLabel(templates: readonly string[] | undefined, text: string): string | undefined {
  if (!templates?.length) return undefined;
  const clean = tidy(text);
  const lower = fold(clean);
  for (const [before = '', after] of foldedOf(templates)) {
    if (after === undefined) {
      if (lower === before) return '';
    } else if (clean.length > before.length + after.length && lower.startsWith(before) && lower.endsWith(after)) {
      const value = clean.slice(before.length, clean.length - after.length).trim();
      if (value) return value;
    }
  }
  return undefined;
}

// A long page has a thousand buttons to compare: each list of templates is folded once.
const folded = new WeakMap<readonly string[], string[][]>();

function foldedOf(templates: readonly string[]): string[][] {
  let parts = folded.get(templates);
  if (!parts) folded.set(templates, (parts = templates.map((template) => fold(template).split('{value}'))));
  return parts;
}

/** Whether one of the templates stands somewhere in a text. */
export function saysLabel(templates: readonly string[] | undefined, text: string): boolean {
  const lower = fold(text);
  return (templates ?? []).some((template) => {
    const [before = '', after = ''] = fold(template).split('{value}');
    const at = lower.indexOf(before);
    return at >= 0 && lower.indexOf(after, at + before.length) >= 0;
  });
}

/** A path with `*` for one part, `/**` for any rest and `{value}` for the part that is wanted. */
export function pathPattern(path: string): RegExp {
  const parts: Record<string, string> = { '/**': '(?:/.*)?', '*': '[^/]+', '{value}': '([^/]+)' };
  return new RegExp(`^${path.replace(/\/\*\*|\*|\{value\}|[.+?]/g, (part) => parts[part] ?? `\\${part}`)}/?$`);
}
