// What the person's hands are doing: nothing of ours appears while a key is down, a word
// is being composed or something is dragged.

import { on } from '../life/on';
import { now } from '../life/time';

const STUCK_MS = 2000;

export class Hands {
  lastKey = -Infinity;
  #held = new Set<string>();

  /** `onRelease` is called when hands come off. */
  constructor(onRelease: () => void, signal: AbortSignal) {
    on(window, 'keydown compositionstart dragstart', ({ type, code }: KeyboardEvent) => {
      this.#held.add(code ?? type.slice(0, 4));
      if (type === 'keydown') this.lastKey = now();
    }, signal);
    on(window, 'keyup compositionend dragend drop blur', ({ type, code, target }: KeyboardEvent) => {
      // Every field that loses the focus says so too.
      if (type === 'blur' && target !== window) return;
      if (type === 'blur') this.#held.clear();
      this.#held.delete(code ?? (type === 'drop' ? 'drag' : type.slice(0, 4)));
      onRelease();
    }, signal);
  }

  /** Whether anything is held now. A key whose release was never told counts for two seconds. */
  get full(): boolean {
    if (now() - this.lastKey > STUCK_MS) for (const what of this.#held) if (what !== 'comp' && what !== 'drag') this.#held.delete(what);
    return this.#held.size > 0;
  }
}
