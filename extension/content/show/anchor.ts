// Where the things are that a view hangs from and must not cover.

import type { SiteFile } from '../site';
import { locate, locateEach } from '../observe/locate';
import { FIELDS, fieldOf } from '../observe/recipients';
import type { Live } from '../observe/surfaces';
import type { Box } from './place';

/** What of the page is in sight, without its scroll bars. */
export const viewport = () => ({ width: document.documentElement.clientWidth, height: innerHeight });

export const isRtl = (element: Element): boolean => getComputedStyle(element).direction === 'rtl';

export function boxOf(element: Element): Box | undefined {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return right - left > 0 && bottom - top > 0 ? { left, top, right, bottom } : undefined;
}

export function meet(a: Box, b: Box): Box | undefined {
  const box = { left: Math.max(a.left, b.left), top: Math.max(a.top, b.top), right: Math.min(a.right, b.right), bottom: Math.min(a.bottom, b.bottom) };
  return box.right > box.left && box.bottom > box.top ? box : undefined;
}

function join(a: Box, b: Box): Box {
  return { left: Math.min(a.left, b.left), top: Math.min(a.top, b.top), right: Math.max(a.right, b.right), bottom: Math.max(a.bottom, b.bottom) };
}

/** The part of an element that its scrolling ancestors and the window leave in sight. */
export function seenBox(element: Element): Box | undefined {
  let box = boxOf(element);
  for (let at = element.parentElement; box && at && at !== document.documentElement && at !== document.body; at = at.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(at);
    if (overflowX === 'visible' && overflowY === 'visible') continue;
    const clip = boxOf(at);
    box = clip && meet(box, clip);
  }
  const { width, height } = viewport();
  return box && meet(box, { left: 0, top: 0, right: width, bottom: height });
}

export function seenBoxes(all: Element[]): Box[] {
  return all.flatMap((one) => seenBox(one) ?? []);
}

/** The elements that a finding is about. */
export function controlsOf(live: Live, refs: readonly string[], site: SiteFile): Element[] {
  const control = live.spec.parts?.control ?? {};
  const fields = new Set(refs.map(fieldOf));
  const found = [...fields].flatMap((field) => {
    const element = locate(live.root, control[field], site);
    return element ? [element] : [];
  });
  if (found.length > 0) return found;
  const any = locate(live.root, control['any'], site);
  return [any ?? live.root];
}

export function controlBox(live: Live, refs: readonly string[], site: SiteFile): Box | undefined {
  const [first, ...others] = seenBoxes(controlsOf(live, refs, site));
  return first && others.reduce(join, first);
}

export function windowBox(live: Live, site: SiteFile): Box | undefined {
  const named = locate(live.root, live.spec.parts?.window, site);
  // A wrapper whose content is placed absolutely has no box of its own.
  return (named && seenBox(named)) ?? seenBox(live.root);
}

/** The site's own buttons and fields of a surface: nothing of ours may lie on them. */
export function pressables(live: Live, site: SiteFile): Element[] {
  const { hold, decline, open, parts } = live.spec;
  return [hold?.at, decline?.at, open?.at, parts?.avoid].flatMap((at) => locateEach(live.root, at, site));
}

/** What another surface's panel may not cover. */
export function untouchables(live: Live, site: SiteFile): Element[] {
  const fields = live.spec.kind === 'composeMail' ? controlsOf(live, FIELDS.map((field) => `${field}:`), site) : [];
  return [...pressables(live, site), ...editors(live, site), ...fields];
}

export function editors(live: Live, site: SiteFile): Element[] {
  return locateEach(live.root, live.spec.parts?.editor, site);
}

const PRESSED = 'a[href], button, input, select, textarea, summary, label, video, audio, canvas, iframe, [role=button], [contenteditable], [tabindex]';
const GRID = 24;

/** Whether something of the page that is pressed or written in lies in a box. */
export function isBusy({ left, top, right, bottom }: Box, ours: Element): boolean {
  const { host } = ours.getRootNode() as ShadowRoot;
  for (let x = left; x < right + GRID; x += GRID) {
    for (let y = top; y < bottom + GRID; y += GRID) {
      const at = document.elementsFromPoint(Math.min(x, right), Math.min(y, bottom)).find((one) => one !== host);
      if (at?.closest(PRESSED)) return true;
    }
  }
  return false;
}

/** Free stretches of the title strip: the strip without the buttons in it. */
export function titleGaps(live: Live, site: SiteFile): Box[] {
  const strip = locate(live.root, live.spec.parts?.title, site);
  const box = strip && seenBox(strip);
  if (!strip || !box) return [];
  const taken = [...strip.querySelectorAll('button, [role=button], a, img, input, [tabindex]')]
    .flatMap((element) => boxOf(element) ?? [])
    .sort((a, b) => a.left - b.left);
  const gaps: Box[] = [];
  let left = box.left + 8;
  for (const one of [...taken, { ...box, left: box.right }]) {
    if (one.left - 8 > left) gaps.push({ left, right: one.left - 8, top: box.top, bottom: box.bottom });
    left = Math.max(left, one.right + 8);
  }
  return gaps.sort((a, b) => b.right - b.left - (a.right - a.left));
}

/** Where the caret is, or else the focused field. */
export function caretBox(): Box | undefined {
  const range = getSelection()?.rangeCount ? getSelection()?.getRangeAt(0) : undefined;
  const box = range?.getBoundingClientRect();
  if (box && box.height > 0) return box;
  const active = document.activeElement;
  return active && active !== document.body ? boxOf(active) : undefined;
}
