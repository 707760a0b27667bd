// Whether a press on one of our buttons is the person's own, on something they could see.

import { now } from '../life/time';

const SEEN_MS = 500;
const OPAQUE = 0.8;

/** `since`: when the part that holds the button came to stand still where it is. */
export function isGenuine(event: Event, host: Element, button: Element, since: number): boolean {
  if (!event.isTrusted || now() - since < SEEN_MS) return false;
  const at = pointOf(event, button);
  if (document.elementFromPoint(at.x, at.y) !== host) return false;
  for (let element: Element | null = host; element; element = element.parentElement) {
    const style = getComputedStyle(element);
    // What is not drawn at all is at no point. A filter may invert, as dark pages do, but neither hide nor draw something else.
    if (Number(style.opacity) < OPAQUE || style.visibility !== 'visible' || /url|opac|blur|bri|contr/.test(style.filter)) return false;
  }
  return true;
}

/** A key has no place: then the middle of the button must be in sight. */
function pointOf(event: Event, button: Element): { x: number; y: number } {
  if (event instanceof MouseEvent && event.detail > 0) return { x: event.clientX, y: event.clientY };
  const box = button.getBoundingClientRect();
  return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
}
