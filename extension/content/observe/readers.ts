// The closed set of ways to read a field. Side-effect free, one small function each.

import type { Read, SiteFile } from '../site';
import type { Audience } from '../types/protocol';
import { addressIn } from './addresses';
import { matchAudience, matchForm, matchLabel, saysLabel, tidy } from './labels';
import { labelOf, locate, locateAll } from './locate';

export interface Reader {
  root: Element;
  site: SiteFile;
}

const LONGEST = 300;

/** A text field by the first strategy that gives something. */
export function readText(reads: Read[] | undefined, reader: Reader): string | undefined {
  for (const read of reads ?? []) {
    const text = textOf(read, reader);
    if (text) return text.slice(0, LONGEST);
  }
  return undefined;
}

function textOf(read: Read, { root, site }: Reader): string | undefined {
  switch (read.read) {
    case 'text': {
      const element = locate(root, read.at, site);
      return element && tidy(element.textContent ?? '');
    }
    case 'value': {
      const element = locate(root, read.at, site);
      const value = element && tidy(valueOf(element));
      // What a site's own code wrote where it had nothing.
      return value === 'undefined' || value === 'null' ? undefined : value;
    }
    case 'attribute': {
      const element = locate(root, read.at, site);
      return element && tidy(element.getAttribute(read.name) ?? '');
    }
    case 'address': {
      const element = locate(root, read.at, site);
      const text = element && (read.name ? element.getAttribute(read.name) : valueOf(element));
      return text ? addressIn(text) : undefined;
    }
    case 'select-text': {
      const element = locate(root, read.at, site);
      if (element instanceof HTMLSelectElement) return addressIn(element.selectedOptions[0]?.textContent ?? '');
      return element && addressIn(valueOf(element));
    }
    case 'rest': {
      const element = read.at ? locate(root, read.at, site) : root;
      if (!element) return undefined;
      const { from = 0, count = Infinity } = read;
      const pieces = piecesOf(element, read.without).filter((piece) => !read.skip || !saysLabel(site.labels?.[read.skip], piece));
      return pieces.slice(from, from + count).join(' ');
    }
    case 'label-name': {
      for (const element of locateAll(root, read.at, site)) {
        const value = matchLabel(site.labels?.[read.label], labelOf(element));
        if (value) return value;
      }
      return undefined;
    }
    case 'link-handle': {
      for (const element of locateAll(root, read.at, site)) {
        const href = element.getAttribute('href');
        const handle = href && handleOf(href, read.forms, read.not);
        if (handle) return handle;
      }
      return undefined;
    }
    case 'page-handle':
      return handleOf(location.href, read.forms, read.not);
    case 'presence':
      return locate(root, read.at, site) ? read.value : undefined;
    case 'inline-setting':
      return inlineSetting(read.object, read.name, read.otherwise);
    default:
      return undefined;
  }
}

function piecesOf(root: Element, without: string): string[] {
  const pieces: string[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement?.closest(without)) continue;
    const text = tidy(node.nodeValue ?? '').replace(/^[·•|]\s*|\s*[·•|]$/g, '');
    if (text) pieces.push(text);
  }
  return pieces;
}

function handleOf(href: string, forms: string[], not: string[] = []): string | undefined {
  let url: URL;
  try {
    url = new URL(href, location.href);
  } catch {
    return undefined;
  }
  if (url.hostname !== location.hostname) return undefined;
  for (const form of forms) {
    const value = matchForm(form, url);
    if (value && !not.includes(value.toLowerCase())) return value;
  }
  return undefined;
}

/** The text that a person would see in a form field or an editable element. */
export function valueOf(element: Element): string {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement
    ? element.value
    : (element.textContent ?? '');
}

function inlineSetting(object: string, name: string, otherwise?: string): string | undefined {
  const setting = new RegExp(`"${name.replace(/\W/g, '')}":"([^"\\\\]*)"`);
  let seen = false;
  for (const script of document.scripts) {
    const text = script.src ? '' : script.text;
    if (!text.includes(object)) continue;
    seen = true;
    const value = setting.exec(text)?.[1];
    if (value !== undefined) return value;
  }
  return seen ? otherwise : undefined;
}

/** An audience; nothing where the page shows none that the site file knows. */
export function readAudience(reads: Read[] | undefined, { root, site }: Reader): Audience | undefined {
  for (const read of reads ?? []) {
    const audience = audienceOf(read, root, site);
    if (audience) return audience;
  }
  return undefined;
}

function audienceOf(read: Read, root: Element, site: SiteFile): Audience | undefined {
  switch (read.read) {
    case 'audience-suffix':
      for (const element of locateAll(root, read.at, site)) {
        const value = matchLabel(site.labels?.[read.label], labelOf(element));
        const audience = value && matchAudience<Audience>(site.audiences, value);
        if (audience) return audience;
      }
      return undefined;
    case 'text': {
      const element = locate(root, read.at, site);
      return element && matchAudience<Audience>(site.audiences, element.textContent ?? '');
    }
    case 'radio':
      for (const element of locateAll(root, read.at, site)) {
        if (isOn(element)) return matchAudience<Audience>(site.audiences, radioLabel(element));
      }
      return undefined;
    case 'switch': {
      const element = locate(root, read.at, site);
      const on = element && isOn(element);
      return on === undefined ? undefined : on ? read.on : read.off;
    }
    default:
      return undefined;
  }
}

/** Whether a switch, checkbox or radio button is on; nothing where it does not tell. */
function isOn(element: Element): boolean | undefined {
  if (element instanceof HTMLInputElement) return element.checked;
  const state = element.getAttribute('aria-checked') ?? element.getAttribute('aria-pressed');
  return state === 'true' ? true : state === 'false' ? false : undefined;
}

function radioLabel(element: Element): string {
  const own = element.getAttribute('aria-label');
  if (own) return own;
  if (element instanceof HTMLInputElement && element.labels?.[0]) return element.labels[0].textContent ?? '';
  return labelOf(element);
}
