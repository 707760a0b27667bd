// Finds what a site file names. Reads only.

import type { Locate, SiteFile } from '../site';
import { matchLabel, saysLabel } from './labels';
import { narrow } from './narrow';

const CLIMB = 14;

/** Whether this page's texts are in a language that the site file knows. */
export function speaks(site: SiteFile): boolean {
  const language = document.documentElement.lang.toLowerCase().split(/[-_]/)[0];
  return !language || !site.languages || site.languages.includes(language);
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
  const templates = find.label ? site.labels?.[find.label] : undefined;
  const css = find.label ? narrow(find, templates) : find.css;
  const inside = base.querySelectorAll(css);
  // A surface may itself be what is looked for, as where a card is one button.
  const itself = base !== document && (base as Element).matches(css);
  if (inside.length === 0 && !itself) return found;
  let candidates = [...inside];
  if (itself) candidates.unshift(base as Element);
  if (find.label) candidates = candidates.filter((one) => matchLabel(templates, labelOf(one)) !== undefined);
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
