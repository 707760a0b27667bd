// Selectors that leave out what cannot have a label that is looked for.

import type { Find } from '../site';

/** A selector of one element by its own attributes: browsers are several times quicker where one begins with those than with `:is`. */
const ONE = /^[^ ,>+~:]+$/;

const narrowed = new WeakMap<Find, string>();

/** A selector of what may have one of these labels: a long page has a thousand buttons that cannot. */
export function narrow(find: Find, templates: readonly string[] = []): string {
  let css = narrowed.get(find);
  if (css === undefined) {
    const labels = [...new Set(templates.map(labelled))];
    css = labels.every(Boolean) ? `${ONE.test(find.css) ? find.css : `:is(${find.css})`}:is(${[...labels, ':not([aria-label])', '[aria-label=""]']})` : find.css;
    narrowed.set(find, css);
  }
  return css;
}

/** All words of the template, in whatever case; nothing where it has none in ASCII. */
function labelled(template: string): string {
  const words = template.replace('{value}', ' ').match(/[a-z]{2,}/gi) ?? [];
  return words.map((word) => `[aria-label*="${word}" i]`).join('');
}
