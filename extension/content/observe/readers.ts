// The closed set of ways to read a field. Side-effect free, one small function each.

import type { Locate, Read, SiteFile } from '../site';
import type { Audience } from '../types/protocol';
import { addressIn } from './addresses';
import { matchAudience, matchForm } from './forms';
import { matchLabel, saysLabel, tidy } from './labels';
import { labelOf, locate, locateAll } from './locate';

export interface Reader {
  root: Element;
  site: SiteFile;
}

const LONGEST = 300;

/** A text field by the first strategy that gives something. */
export function readText(reads: Read[] | undefined, reader: Reader): string | undefined {
  for (const read of reads ?? []) {
    const text = textOf(read, reader)?.slice(0, LONGEST);
    if (text) return text;
  }
  return undefined;
}

/** All texts of a field that holds several. */
export function readNames(reads: Read[] | undefined, { root, site }: Reader): string[] {
  return (reads ?? []).flatMap((read) => (read.read === 'names' ? locateAll(root, read.at, site).map((one) => tidy(valueOf(one)).slice(0, LONGEST)) : []));
}

/** The first that `give` makes of the elements. */
function first<T>({ root, site }: Reader, at: Locate, give: (element: Element) => T | undefined): T | undefined {
  for (const element of locateAll(root, at, site)) {
    const given = give(element);
    if (given) return given;
  }
  return undefined;
}

function textOf(read: Read, reader: Reader): string | undefined {
  const { root, site } = reader;
  const labels = (key: string | undefined): string[] | undefined => (key === undefined ? undefined : site.labels?.[key]);
  const element = 'at' in read && read.at !== undefined ? locate(root, read.at, site) : root;
  if (!element) return undefined;
  switch (read.read) {
    case 'text':
    case 'value': {
      const text = tidy(valueOf(element));
      // What a site's own code wrote where it had nothing.
      return text === 'undefined' || text === 'null' ? undefined : text;
    }
    case 'attribute':
      return tidy(element.getAttribute(read.name) ?? '');
    case 'address':
      return addressIn((read.name ? element.getAttribute(read.name) : valueOf(element)) ?? '');
    case 'select-text':
      return addressIn(element instanceof HTMLSelectElement ? (element.selectedOptions[0]?.text ?? '') : valueOf(element));
    case 'rest': {
      const { from = 0, count = Infinity, skip, without } = read;
      return piecesOf(element, without).filter((piece) => !saysLabel(labels(skip), piece)).slice(from, from + count).join(' ');
    }
    case 'label-name':
      return first(reader, read.at, (one) => matchLabel(labels(read.label), labelOf(one)));
    case 'link-handle':
      return first(reader, read.at, (one) => handleOf(one.getAttribute('href') ?? '', read.forms, read.not));
    case 'page-handle':
      return handleOf(location.href, read.forms, read.not);
    case 'presence':
      return read.value;
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
    if (node.parentElement?.closest(`${without}, [aria-hidden=true]`)) continue;
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

/** The script that told last: some pages have hundreds, and every card of theirs asks whose account it is. */
let told: HTMLScriptElement | undefined;

function inlineSetting(object: string, name: string, otherwise?: string): string | undefined {
  told = [...(told?.isConnected ? [told] : []), ...document.scripts].find(({ src, text }) => !src && text.includes(object));
  return told && (new RegExp(`"${name}":"([^"\\\\]*)"`).exec(told.text.slice(told.text.indexOf(object)))?.[1] ?? otherwise);
}

/** An audience; nothing where the page shows none that the site file knows. */
export function readAudience(reads: Read[] | undefined, reader: Reader): Audience | undefined {
  const { audiences, labels } = reader.site;
  for (const read of reads ?? []) {
    const audience = 'at' in read && read.at !== undefined && first(reader, read.at, (element): Audience | undefined => {
      switch (read.read) {
        case 'text':
          return matchAudience<Audience>(audiences, valueOf(element));
        case 'audience-suffix':
          return matchAudience<Audience>(audiences, matchLabel(labels?.[read.label], labelOf(element)) ?? '');
        case 'radio':
          return isOn(element) ? matchAudience<Audience>(audiences, radioLabel(element)) : undefined;
        case 'switch': {
          const on = isOn(element);
          return on === undefined ? undefined : on ? read.on : read.off;
        }
        default:
          return undefined;
      }
    });
    if (audience) return audience;
  }
  return undefined;
}

/** Whether a switch, checkbox or radio button is on; nothing where it does not tell. */
function isOn(element: Element): boolean | undefined {
  if (element instanceof HTMLInputElement) return element.checked;
  const state = element.getAttribute('aria-checked') ?? element.getAttribute('aria-pressed');
  return state === 'true' ? true : state === 'false' ? false : undefined;
}

function radioLabel(element: Element): string {
  const label = element instanceof HTMLInputElement && !element.ariaLabel ? element.labels?.[0] : undefined;
  return label ? (label.textContent ?? '') : labelOf(element);
}
