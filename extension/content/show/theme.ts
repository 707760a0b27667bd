// Light or dark by the page's own background; direction by the language of our words.

const RTL = /^(ar|dv|fa|he|ks|ku|ps|sd|ug|ur|yi)\b/i;

export const direction = (language: string): 'ltr' | 'rtl' => (RTL.test(language) ? 'rtl' : 'ltr');

/** The theme of the ground that an element stands on. */
export function themeOf(element: Element): 'light' | 'dark' {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const light = lightness(getComputedStyle(at).backgroundColor);
    if (light !== undefined) return light < 0.5 ? 'dark' : 'light';
  }
  // Nothing painted: the browser's own canvas, dark only where the page asked for it.
  const { colorScheme } = getComputedStyle(document.documentElement);
  const system = matchMedia('(prefers-color-scheme: dark)').matches;
  return colorScheme.includes('dark') && (system || !colorScheme.includes('light')) ? 'dark' : 'light';
}

/** Lightness from 0 to 1; nothing for a colour that lets the ground through. */
export function lightness(color: string): number | undefined {
  const [r, g, b, alpha = 1] = (color.startsWith('rgb') && color.match(/[\d.]+/g)?.map(Number)) || [];
  return b === undefined || alpha < 0.5 ? undefined : (0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * b) / 255;
}
