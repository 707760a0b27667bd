// Light or dark by the page's own background; direction by the language of our words.

const RTL = new Set(['ar', 'dv', 'fa', 'he', 'ks', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi']);

export function direction(language: string): 'ltr' | 'rtl' {
  return RTL.has(language.toLowerCase().split('-')[0] ?? '') ? 'rtl' : 'ltr';
}

/** The theme of the ground that an element stands on. */
export function themeOf(element: Element): 'light' | 'dark' {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const light = lightness(getComputedStyle(at).backgroundColor);
    if (light !== undefined) return light < 0.5 ? 'dark' : 'light';
  }
  // Nothing painted: the browser's own canvas, dark only where the page asked for it.
  const scheme = getComputedStyle(document.documentElement).colorScheme;
  return scheme.startsWith('dark') || (scheme.includes('dark') && matchMedia('(prefers-color-scheme: dark)').matches) ? 'dark' : 'light';
}

/** Lightness from 0 to 1; nothing for a colour that lets the ground through. */
export function lightness(color: string): number | undefined {
  const parts = /^rgba?\(([^)]*)\)/.exec(color)?.[1]?.split(/[\s,/]+/).map(Number);
  const [r, g, b, alpha = 1] = parts ?? [];
  if (r === undefined || g === undefined || b === undefined || alpha < 0.5) return undefined;
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}
