// Finds what a site file names. Reads only.

import type { Locate, SiteFile, Where } from '../site';
import { matchLabel, matchPath, saysLabel } from './labels';

const CLIMB = 14;

/** Whether the page's address is one where the surface can be. */
export function isWhere(where: Where[] | undefined, url: URL): boolean {
  return !where || where.some((one) => {
    if (one.path && !one.path.some((pattern) => matchPath(pattern, url.pathname))) return false;
    return Object.entries(one.query ?? {}).every(([key, want]) => {
      const given = url.searchParams.get(key);
      return given !== null && (want === '*' || want === given);
    });
  });
}

/** The element that a locator's selector is tried on first, for quick looks at new nodes. */
export function selectorOf(locate: Locate): string {
  return typeof locate === 'string' ? locate : locate.css;
}

/** What an element is called: its accessible label, else its text. */
export function labelOf(element: Element): string {
  const label = element.getAttribute('aria-label');
  if (label) return label;
  const by = element.getAttribute('aria-labelledby');
  if (by) {
    const text = by.split(/\s+/).map((id) => element.ownerDocument.getElementById(id)?.textContent ?? '').join(' ').trim();
    if (text) return text;
  }
  return element.textContent ?? '';
}

/** All elements that match, in the page's order. */
export function locateAll(root: ParentNode, locate: Locate, site: SiteFile): Element[] {
  const find = typeof locate === 'string' ? { css: locate } : locate;
  const base: ParentNode = find.page ? document : root;
  const found: Element[] = [];
  let candidates = [...base.querySelectorAll(find.css)];
  // A surface may itself be what is looked for, as where a card is one button.
  if (base instanceof Element && base.matches(find.css)) candidates.unshift(base);
  if (find.label) {
    const templates = site.labels?.[find.label];
    // Of a page's many buttons most have one of a few labels.
    const known = new Map<string, boolean>();
    candidates = candidates.filter((one) => {
      const label = labelOf(one);
      const fits = known.get(label) ?? matchLabel(templates, label) !== undefined;
      known.set(label, fits);
      return fits;
    });
  }
  for (const candidate of candidates) {
    let element: Element | null = find.closest ? candidate.closest(find.closest) : candidate;
    const { holding, saying } = find;
    if (element && holding) element = climb(element, candidates, (around) => around.querySelector(holding) !== null);
    if (element && saying) element = climb(element, candidates, (around) => saysLabel(site.labels?.[saying], around.textContent ?? ''));
    if (element && !found.includes(element) && (!find.visible || isVisible(element))) found.push(element);
    if (find.first && found.length > 0) break;
  }
  return found;
}

/** The first element of the first locator that finds one. */
export function locate(root: ParentNode, locates: Locate | Locate[] | undefined, site: SiteFile): Element | undefined {
  for (const one of Array.isArray(locates) ? locates : locates ? [locates] : []) {
    if (typeof one === 'string') {
      const element = root.querySelector(one) ?? (root instanceof Element && root.matches(one) ? root : null);
      if (element) return element;
    } else {
      const element = locateAll(root, one, site)[0];
      if (element) return element;
    }
  }
  return undefined;
}

/** All elements of all locators. */
export function locateEach(root: ParentNode, locates: Locate[] | undefined, site: SiteFile): Element[] {
  return (locates ?? []).flatMap((one) => locateAll(root, one, site));
}

/** The smallest element around `from` that fits, unless it has grown to hold two of `all`: then it is a list. */
function climb(from: Element, all: Element[], fits: (around: Element) => boolean): Element | null {
  let around: Element | null = from;
  for (let steps = 0; around && steps < CLIMB; steps++, around = around.parentElement) {
    const here: Element = around;
    if (all.some((other) => here.contains(other) && !other.contains(from) && !from.contains(other))) return null;
    if (fits(here)) return here;
  }
  return null;
}

/** Whether an element has a box that a person can see. */
export function isVisible(element: Element): boolean {
  const box = element.getBoundingClientRect();
  return box.width > 0 && box.height > 0 && element.checkVisibility({ visibilityProperty: true });
}
