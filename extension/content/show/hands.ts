// What the person's hands are doing: nothing of ours appears while a key is down, a word
// is being composed or something is dragged.

import { on } from '../life/on';
import { now } from '../life/time';

const STUCK_MS = 2000;

export interface Hands {
  /** When a key was last pressed. */
  lastKey(): number;
  /** Whether anything is held now. A key whose release was never told counts for two seconds. */
  full(): boolean;
  /** Called when hands come off. */
  onRelease?: () => void;
}

export function watchHands(signal: AbortSignal): Hands {
  const keys = new Set<string>();
  let last = -Infinity;
  let composing = false;
  let dragging = false;
  on(window, 'keydown compositionstart dragstart', ({ type, code }: KeyboardEvent) => {
    composing ||= type === 'compositionstart';
    dragging ||= type === 'dragstart';
    if (type !== 'keydown') return;
    keys.add(code);
    last = now();
  }, signal);
  on(window, 'keyup compositionend dragend drop blur', ({ type, code, target }: KeyboardEvent) => {
    // Every field that loses the focus says so too.
    const left = type === 'blur' && target === window;
    if (type === 'blur' && !left) return;
    if (left) keys.clear();
    if (left || type === 'compositionend') composing = false;
    if (left || type[0] === 'd') dragging = false;
    keys.delete(code);
    hands.onRelease?.();
  }, signal);
  const hands: Hands = {
    lastKey: () => last,
    full: () => composing || dragging || (keys.size > 0 && now() - last < STUCK_MS),
  };
  return hands;
}
